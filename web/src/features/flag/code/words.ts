import type { JsonValue } from '../../../../../shared/model/flag.ts';
import type { ShownFlag } from './snippet.ts';

/** Longest default that is shown as it is, in characters. */
const longestDefault = 200;

/** Text as a string of TypeScript, in the quotes that the rest uses. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** Whom a snippet asks for: with the attribute that the flag splits by, so that it has an answer. */
export function contextOf({ bucketBy }: ShownFlag): Record<string, string> {
  const known = { targetingKey: 'user-1', tier: 'pro' };
  return bucketBy in known ? known : { ...known, [bucketBy]: `${bucketBy}-1` };
}

export const contextCode = (flag: ShownFlag): string => objectCode(contextOf(flag));

const objectCode = (object: Record<string, string>): string =>
  `{ ${Object.entries(object)
    .map(([name, value]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}: ${quoted(value)}`)
    .join(', ')} }`;

/** JSON inside a shell's single quotes. */
export const shellJson = (value: unknown): string => JSON.stringify(value).replaceAll("'", "'\\''");

/** How the flag's value is asked for, and the default for when nobody can decide. */
export function asking(flag: ShownFlag): { method: string; openFeature: string; fallback: string } {
  const methods = {
    boolean: { method: 'boolean', openFeature: 'getBooleanValue' },
    string: { method: 'string', openFeature: 'getStringValue' },
    number: { method: 'number', openFeature: 'getNumberValue' },
    json: { method: 'json', openFeature: 'getObjectValue' },
  };
  // A call flag answers with the key of the variant that it would use.
  const type = flag.kind === 'call' ? 'string' : (flag.valueType ?? 'string');
  return { ...methods[type], fallback: fallbackCode(flag) };
}

/** What the flag answers with while it is off; something small of its type where that is long. */
function fallbackCode({ kind, variants, offVariant }: ShownFlag): string {
  const off = variants.find(({ key }) => key === offVariant);
  const value: JsonValue = kind === 'value' && off?.kind === 'value' ? off.value : offVariant;
  if (typeof value === 'string') return quoted(value.length > longestDefault ? '' : value);
  const text = JSON.stringify(value);
  return text.length <= longestDefault ? text : Array.isArray(value) ? '[]' : '{}';
}
