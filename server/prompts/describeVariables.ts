import type { JsonValue } from '../../shared/model/flag.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';

export interface PromptVariable {
  name: string;
  /** "required text, at least 1 character". */
  words: string;
  required: boolean;
  description: string;
  /** What the preview starts with: the file's sample, else the schema's example or default, else a placeholder. */
  sample: JsonValue;
  /** Whether a person types it as text; everything else is typed as JSON. */
  isText: boolean;
  /** The texts that it may be, where the schema lists them. */
  choices: string[] | null;
}

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The variables that a prompt declares, in words, in the file's order. */
export function describeVariables({ variables, samples }: PromptVersion): PromptVariable[] {
  const required = Array.isArray(variables.required) ? variables.required : [];
  const properties = isSchema(variables.properties) ? variables.properties : {};
  return Object.entries(properties).map(([name, value]) => {
    const schema = isSchema(value) ? value : {};
    const needed = required.includes(name);
    const description = typeof schema.description === 'string' ? schema.description : '';
    return {
      name,
      words: `${needed ? 'required' : 'optional'} ${schemaWords(schema)}`,
      required: needed,
      description,
      sample: samples && Object.hasOwn(samples, name) ? (samples[name] ?? null) : guess(name, schema),
      isText: schema.type === 'string' || (schema.type === undefined && schema.enum === undefined),
      choices:
        Array.isArray(schema.enum) && schema.enum.every((choice) => typeof choice === 'string')
          ? schema.enum
          : null,
    };
  });
}

const typeWords: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  array: 'list',
  object: 'object',
  null: 'nothing',
};

function schemaWords(schema: Schema): string {
  const parts = [kindWords(schema)];
  const say = (key: string, words: (value: unknown) => string) => {
    if (schema[key] !== undefined) parts.push(words(schema[key]));
  };
  const count = new Intl.NumberFormat('en');
  const characters = (value: unknown) => `${count.format(Number(value))} character${value === 1 ? '' : 's'}`;
  say('minLength', (value) => `at least ${characters(value)}`);
  say('maxLength', (value) => `at most ${characters(value)}`);
  say('pattern', (value) => `matching the pattern ${value}`);
  say('minimum', (value) => `at least ${value}`);
  say('exclusiveMinimum', (value) => `more than ${value}`);
  say('maximum', (value) => `at most ${value}`);
  say('exclusiveMaximum', (value) => `less than ${value}`);
  say('minItems', (value) => `at least ${value} of them`);
  say('maxItems', (value) => `at most ${value} of them`);
  return parts.join(', ');
}

function kindWords(schema: Schema): string {
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map((value) => String(value)).join(', ')}`;
  if (schema.const !== undefined) return `always ${String(schema.const)}`;
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeWords[String(type)] ?? String(type)).join(' or ');
  if (schema.type === 'array' && isSchema(schema.items)) return `list, each ${kindWords(schema.items)}`;
  return typeWords[String(schema.type)] ?? 'value of any kind';
}

function guess(name: string, schema: Schema): JsonValue {
  const given = Array.isArray(schema.examples) ? schema.examples[0] : (schema.default ?? schema.const);
  if (given !== undefined) return given as JsonValue;
  if (Array.isArray(schema.enum)) return (schema.enum[0] ?? null) as JsonValue;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return `(${name})`;
  }
}
