import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

type Schema = Record<string, unknown>;

/** Names that exist in the demo, so that inputs get past the look-up now and then. */
const known = [
  'docs-answer',
  'docs-answer',
  'docs-answer',
  'concise',
  'thorough',
  'unavailable',
  'premium',
  'beta',
  'there',
  '*',
  'u-1',
];
const deepest = 6;

/** JSON values that mostly fit a zod schema, by way of its JSON Schema. What a refinement wants is left to chance. */
export function inputsOf(schema: z.ZodType): Arbitrary<unknown> {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'ref' }) as Schema;
  const defs = (root.$defs ?? {}) as Record<string, Schema>;
  const anything = (): Arbitrary<unknown> => fc.jsonValue({ maxDepth: 2, noUnicodeString: false } as object);

  const from = (node: Schema, depth: number): Arbitrary<unknown> => {
    if (depth > deepest) return fc.constant(null);
    if (typeof node.$ref === 'string') {
      const name = node.$ref.replace('#/$defs/', '');
      return node.$ref === '#' ? from(root, depth + 1) : from(defs[name] ?? {}, depth + 1);
    }
    if ('const' in node) return fc.constant(node.const);
    if (Array.isArray(node.enum)) return fc.constantFrom(...(node.enum as unknown[]));
    const either = (node.anyOf ?? node.oneOf) as Schema[] | undefined;
    if (either) return fc.oneof(...either.map((one) => from(one, depth + 1)));
    if (Array.isArray(node.allOf)) return from((node.allOf as Schema[])[0] ?? {}, depth + 1);
    switch (node.type) {
      case 'object':
        return objects(node, depth);
      case 'array':
        return fc.array(from((node.items ?? {}) as Schema, depth + 1), {
          minLength: Number(node.minItems ?? 0),
          maxLength: Math.min(Number(node.maxItems ?? 4), Math.max(Number(node.minItems ?? 0), 4)),
        });
      case 'string':
        return strings(node);
      case 'integer':
        return fc.integer({ min: least(node), max: most(node) });
      case 'number':
        return fc.oneof(fc.integer({ min: least(node), max: most(node) }), fc.constant(least(node)));
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return anything();
    }
  };

  const objects = (node: Schema, depth: number): Arbitrary<unknown> => {
    const properties = (node.properties ?? {}) as Record<string, Schema>;
    const required = new Set((node.required ?? []) as string[]);
    const shape = Object.fromEntries(
      Object.entries(properties).map(([name, own]) => [name, from(own, depth + 1)]),
    );
    const open = node.additionalProperties;
    if (Object.keys(shape).length === 0 && typeof open === 'object' && open !== null)
      return fc.dictionary(fc.constantFrom(...known, 'plan', 'a.b'), from(open as Schema, depth + 1), {
        maxKeys: 3,
      });
    return fc.record(shape, { requiredKeys: [...required], noNullPrototype: true });
  };
  return from(root, 0);
}

const least = (node: Schema) => Math.max(Number(node.minimum ?? node.exclusiveMinimum ?? -5), -1_000_000);
const most = (node: Schema) =>
  Math.max(least(node), Math.min(Number(node.maximum ?? node.exclusiveMaximum ?? 100), 1_000_000));

function strings(node: Schema): Arbitrary<unknown> {
  const names = fc.constantFrom(...known);
  const { format } = node;
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'date')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.constantFrom('a@example.com', 'viewer@example.com', 'x.y+z@example.org');
  if (typeof node.pattern === 'string') {
    const pattern = new RegExp(node.pattern);
    const fitting = known.filter((name) => pattern.test(name));
    const matching = fc.stringMatching(pattern);
    return fitting.length > 0 ? fc.oneof(fc.constantFrom(...fitting), matching) : matching;
  }
  const bounds = {
    minLength: Number(node.minLength ?? 0),
    maxLength: Math.min(Number(node.maxLength ?? 30), 60),
  };
  const text = fc.string({
    ...bounds,
    maxLength: Math.max(bounds.minLength, bounds.maxLength),
    unit: 'grapheme',
  });
  return bounds.minLength > 9 ? text : fc.oneof(names, text);
}

const nested = (depth: number, inner: unknown): unknown => {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
};

/** What breaks programs: odd types, odd text, names of the language, depth, size. */
export const hostileValue: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '\u202e\u2066',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    "' or 1=1; drop table revisions; --",
    '{{constructor.constructor("return process")()}}',
    '../../../../etc/passwd',
    '%00%2e%2e',
    '(a+)+$',
    'NaN',
    '1e999',
    '9'.repeat(400),
    'a'.repeat(70_000),
    '𝕏'.repeat(300),
    [],
    {},
    [[]],
    { constructor: { prototype: { polluted: true } } },
    { toString: 1, valueOf: null },
    { length: -1 },
    JSON.parse('{"__proto__": {"polluted": true}}'),
  ),
  fc.constantFrom(50, 99, 101, 1_500).map((depth) => nested(depth, 1)),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** The value with hostile ones in one or two of its places. */
export const spoiled = (value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.tuple(value, hostileValue, fc.nat(1_000), fc.boolean()).map(([whole, bad, place, also]) => {
    const copy = JSON.parse(JSON.stringify(whole ?? null)) as unknown;
    const places: { owner: Record<string, unknown>; name: string }[] = [];
    const walk = (one: unknown) => {
      if (typeof one !== 'object' || one === null) return;
      for (const [name, inner] of Object.entries(one)) {
        places.push({ owner: one as Record<string, unknown>, name });
        walk(inner);
      }
    };
    walk(copy);
    const chosen = places[place % Math.max(1, places.length)];
    if (!chosen) return bad;
    const put = (name: string) =>
      Object.defineProperty(chosen.owner, name, {
        value: bad,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    put(chosen.name);
    if (also && !Array.isArray(chosen.owner)) put('__proto__');
    return copy;
  });
