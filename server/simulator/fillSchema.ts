const DEEPEST = 10;
const MOST_PROPERTIES = 200;

type Schema = Record<string, unknown>;

/**
 * The smallest object that satisfies the common parts of a JSON Schema, with `text` in every free string:
 * required properties only, numbers 0 (or their minimum), booleans false, arrays empty, enums their first value.
 * What lies deeper than 10 levels is null, and at most 200 properties are filled.
 */
export function fillSchema(schema: Schema, text: string): unknown {
  let properties = 0;

  const fill = (node: Schema, depth: number): unknown => {
    if (depth > DEEPEST) return null;
    if ('const' in node) return node.const;
    if (Array.isArray(node.enum)) return node.enum[0] ?? null;
    const other =
      referenced(schema, node.$ref) ?? firstOf(node.anyOf) ?? firstOf(node.oneOf) ?? firstOf(node.allOf);
    if (other !== undefined) return fill(other, depth + 1);
    switch (typeOf(node)) {
      case 'object':
        return fillObject(node, depth);
      case 'array':
        return [];
      case 'number':
      case 'integer':
        return typeof node.minimum === 'number' ? Math.max(0, node.minimum) : 0;
      case 'boolean':
        return false;
      case 'null':
        return null;
      default:
        return text;
    }
  };

  const fillObject = (node: Schema, depth: number): Schema => {
    const declared = asSchema(node.properties) ?? {};
    const required = Array.isArray(node.required)
      ? node.required.filter((name) => typeof name === 'string')
      : [];
    const filled: [string, unknown][] = [];
    for (const name of required) {
      if (++properties > MOST_PROPERTIES) break;
      filled.push([name, fill(asSchema(declared[name]) ?? {}, depth + 1)]);
    }
    return Object.fromEntries(filled);
  };

  return fill(schema, 0);
}

function typeOf(node: Schema): unknown {
  const type = node.type;
  if (Array.isArray(type)) return type.find((name) => name !== 'null') ?? 'null';
  return type ?? ('properties' in node ? 'object' : 'string');
}

/** Follows `#/$defs/Name` and the like within the schema. */
function referenced(root: Schema, ref: unknown): Schema | undefined {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined;
  let node: Schema | undefined = root;
  for (const key of ref.slice(1).split('/').filter(Boolean).slice(0, DEEPEST)) node = asSchema(node?.[key]);
  return node;
}

function firstOf(options: unknown): Schema | undefined {
  return Array.isArray(options)
    ? options.map(asSchema).find((option) => option && option.type !== 'null')
    : undefined;
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}
