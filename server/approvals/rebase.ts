import canonicalize from 'canonicalize';

type Fields = Record<string, unknown>;

const isFields = (body: unknown): body is Fields =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

/**
 * What somebody meant by turning `before` into `body`, done to what is there now: settings that they left alone are
 * as they are now, those that they changed are as they want them.
 */
export function rebase(before: unknown, body: unknown, now: unknown): unknown {
  if (!isFields(before) || !isFields(body) || !isFields(now)) return body;
  const fields = new Set([...Object.keys(now), ...Object.keys(body)]);
  const settled = [...fields].map((field): [string, unknown] => {
    const leftAlone = canonicalize(body[field]) === canonicalize(before[field]);
    return [field, leftAlone ? now[field] : body[field]];
  });
  // An absent setting has no key at all.
  return Object.fromEntries(settled.filter(([, value]) => value !== undefined));
}
