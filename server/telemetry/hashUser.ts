import { createHmac } from 'node:crypto';

const mostRemembered = 20_000;

/** Keeps users apart in records without naming them: a keyed hash, so that nobody can try names out without the secret. */
export function createUserHash(secret: string): (environment: string, targetingKey: string) => string {
  const remembered = new Map<string, string>();
  return (environment, targetingKey) => {
    const text = `${environment}:${targetingKey}`;
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const made = createHmac('sha256', secret).update(text).digest('hex').slice(0, 24);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(text, made);
    return made;
  };
}
