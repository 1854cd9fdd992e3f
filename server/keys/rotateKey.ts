import { randomUUID } from 'node:crypto';
import { newKeyText } from '../auth/serviceKeys.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import type { Act, ServiceKey } from '../store/store.ts';

const hourMs = 60 * 60 * 1_000;

/**
 * Makes a key like the old one, which expires when the overlap is over, or when it would have anyway. The new one
 * lives as long as the old one was made for. Where it `waits` for a second person, nothing changes before they agree.
 * @throws KnowngoodError CONFLICT when the old key works no more
 */
export async function rotateKey(
  { store, serviceKeys }: Pick<Dependencies, 'store' | 'serviceKeys'>,
  old: ServiceKey,
  { overlapHours, waits }: { overlapHours: number; waits: boolean },
  by: Act,
): Promise<{ id: string; key: string; waits: boolean }> {
  const { text, hash } = newKeyText();
  const now = Date.parse(by.at);
  const life = old.expiresAt === null ? null : Date.parse(old.expiresAt) - Date.parse(old.createdAt);
  const expiresAt = life === null ? null : new Date(now + life).toISOString();
  const id = randomUUID();
  const key = { ...old, id, hash, createdAt: by.at, expiresAt, lastUsedAt: null, replacedBy: null };
  const end = { id: old.id, expiresAt: new Date(now + overlapHours * hourMs).toISOString() };
  const works = old.revokedAt === null && (old.expiresAt === null || old.expiresAt > by.at);
  const refused = new KnowngoodError('CONFLICT', 'This key works no more: make a new one instead');
  if (waits) {
    if (!works) throw refused;
    await store.keys.ask(key, { by: by.author, expiresAt, replaces: { id: old.id, overlapHours } }, by);
  } else if (!(await store.keys.rotate(end, key, by))) throw refused;
  serviceKeys.forget();
  return { id, key: text, waits };
}
