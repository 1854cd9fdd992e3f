import { createContext, Script } from 'node:vm';
import { Ajv, type ValidateFunction } from 'ajv';
import type { ResponseSchema } from '../../shared/model/content.ts';
import { KnowngoodError } from '../errors.ts';
import { linearPatterns } from '../prompts/compilePrompt.ts';

/** Longest schema as JSON, in characters. Reading one takes time that grows with it. */
const mostCharacters = 30_000;
/** How long reading a schema may take, and how long one answer's check, in milliseconds: no other call is served meanwhile. */
const readingMs = 500;
const checkingMs = 100;
const mostCompiled = 500;
const compiled = new Map<string, ValidateFunction | null>();

/**
 * Refuses a schema that no answer could be held to, before a model is asked and paid for.
 * @throws KnowngoodError INVALID
 */
export function requireUsable({ schema }: ResponseSchema, path = 'response_format'): void {
  if (validatorOf(schema)) return;
  const message = `This schema cannot be used: it must be valid JSON Schema of at most ${mostCharacters} characters, refer to nothing outside of itself, and keep its patterns to RE2's syntax`;
  throw new KnowngoodError('INVALID', `${path}: ${message}`, {
    issues: [{ path, message }],
  });
}

/** Why an answer does not fit, in words without any of its text; null when it fits. */
export function schemaProblem(text: string, { schema }: ResponseSchema): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The answer is not JSON, as its schema asks';
  }
  const validate = validatorOf(schema);
  if (!validate) return 'The schema of the answer cannot be used';
  const fits = inTime(() => validate(value), checkingMs);
  if (fits === null) return 'The schema of the answer takes too long to check';
  if (fits) return null;
  const first = validate.errors?.[0];
  return `The answer does not fit its schema: ${first?.instancePath || 'the top level'} ${first?.message ?? ''}`.trim();
}

/** Compiled once per schema. A caller's own schema comes as a new object each time, so its text is the key. */
function validatorOf(schema: object): ValidateFunction | null {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = key.length > mostCharacters ? null : inTime(() => compile(schema), readingMs);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(key, made);
  return made;
}

/**
 * A reader of its own for each schema: a shared one keeps every schema for good, and takes the `$id` of one caller's
 * schema for a name that the next caller's refers to or clashes with.
 */
const compile = (schema: object): ValidateFunction =>
  new Ajv({
    strict: false,
    allErrors: false,
    validateSchema: false,
    validateFormats: false,
    meta: false,
    logger: false,
    code: linearPatterns,
  }).compile(schema);

const call = new Script('run()');
const sandbox = createContext({ run: (): unknown => null });

/** What `work` gives; null where it fails or takes longer. References can make a small schema cost any amount of time. */
function inTime<T>(work: () => T, ms: number): T | null {
  try {
    sandbox.run = work;
    return call.runInContext(sandbox, { timeout: ms }) as T;
  } catch {
    return null;
  }
}
