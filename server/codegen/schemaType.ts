type Schema = Record<string, unknown>;

/** A JSON Schema as a TypeScript type. What it cannot say exactly is `unknown`, never something narrower than the schema. */
export function schemaType(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return 'unknown';
  const { type, enum: options, const: only, anyOf, oneOf } = schema as Schema;
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(options)) return union(options.map((option) => JSON.stringify(option)));
  if (Array.isArray(anyOf ?? oneOf)) return union(((anyOf ?? oneOf) as unknown[]).map(schemaType));
  if (Array.isArray(type)) return union(type.map((one) => schemaType({ ...schema, type: one })));
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly (${schemaType((schema as Schema)['items'])})[]`;
    case 'object':
      return objectType(schema as Schema, []);
    default:
      return 'unknown';
  }
}

/** The properties of an object schema; those in `optional` need not be given even where the schema asks for them. */
export function objectType(schema: Schema, optional: readonly string[]): string {
  const properties = Object.entries((schema['properties'] as Schema | undefined) ?? {});
  const required = (schema['required'] as string[] | undefined) ?? [];
  if (properties.length === 0) return 'Record<string, unknown>';
  const fields = properties.map(
    ([name, own]) =>
      `${propertyName(name)}${required.includes(name) && !optional.includes(name) ? '' : '?'}: ${schemaType(own)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ') || 'never';

const propertyName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
