import { Ajv, type ValidateFunction } from 'ajv';
import { Liquid, type Template } from 'liquidjs';
import type { Turn } from '../../shared/model/call.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { type FieldIssue, KnowngoodError } from '../errors.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

interface CompiledPrompt {
  validate: ValidateFunction;
  sections: ({ role: 'history' } | { role: Message['role']; template: Template[] })[];
}

const maxRenderedCharacters = 4_000_000;

// Templates come from the reviewed prompt repository; the limits guard against a loop over a hostile value.
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  cache: false,
  relativeReference: false,
  renderLimit: 1_000,
  memoryLimit: 50_000_000,
  fs: {
    exists: async () => false,
    existsSync: () => false,
    readFile: () => Promise.reject(new Error('Prompts do not include files')),
    readFileSync: () => {
      throw new Error('Prompts do not include files');
    },
    resolve: (_root: string, file: string) => file,
  },
});
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
const compiled = new Map<string, CompiledPrompt>();

function compilePrompt(prompt: PromptVersion): CompiledPrompt {
  const found = compiled.get(prompt.contentHash);
  if (found) return found;
  const made: CompiledPrompt = {
    validate: ajv.compile(prompt.variables),
    sections: prompt.sections.map((section) =>
      section.role === 'history' ? section : { role: section.role, template: liquid.parse(section.template) },
    ),
  };
  compiled.set(prompt.contentHash, made);
  return made;
}

/** Fails with the reason when a template or the variables' schema cannot be compiled, or a template names an undeclared variable. */
export function checkPrompt(prompt: PromptVersion): void {
  const { sections } = compilePrompt(prompt);
  const declared = Object.keys((prompt.variables.properties as Record<string, unknown> | undefined) ?? {});
  for (const section of sections) {
    if (section.role === 'history') continue;
    const unknown = liquid.globalVariablesSync(section.template).find((name) => !declared.includes(name));
    if (unknown !== undefined)
      throw new Error(
        `The ${section.role} section names a variable "${unknown}" that "variables" does not declare`,
      );
  }
}

/**
 * Fills a prompt. Each section is rendered by itself, once: a value is data and can make no message, change
 * no role and reach no template.
 * @throws KnowngoodError INVALID when variables do not fit the prompt's schema.
 */
export function renderPrompt(
  prompt: PromptVersion,
  variables: Record<string, unknown>,
  history: readonly Turn[],
): Message[] {
  const { validate, sections } = compilePrompt(prompt);
  const known = prompt.variables.properties;
  if (!validate(variables)) throw badVariables(prompt, validate);
  if (history.length > 0 && !sections.some((section) => section.role === 'history')) {
    throw new KnowngoodError(
      'INVALID',
      `Prompt ${prompt.name}@${prompt.version} has no place for earlier turns of a conversation`,
    );
  }
  // Declared but absent variables are empty, so that strict templates fail only on what no schema names.
  const declared = Object.fromEntries(
    Object.keys((known as Record<string, unknown> | undefined) ?? {}).map((name) => [name, null]),
  );
  const scope = { ...declared, ...variables };
  const messages = sections.flatMap((section): Message[] =>
    section.role === 'history'
      ? [...history]
      : [{ role: section.role, content: String(liquid.renderSync(section.template, scope)) }],
  );
  const size = messages.reduce((sum, message) => sum + message.content.length, 0);
  if (size > maxRenderedCharacters)
    throw new KnowngoodError(
      'TOO_LARGE',
      `The filled prompt has ${size} characters; at most ${maxRenderedCharacters} are sent`,
    );
  return messages;
}

function badVariables(prompt: PromptVersion, { errors }: ValidateFunction): KnowngoodError {
  const issues: FieldIssue[] = (errors ?? []).slice(0, 10).map((error) => ({
    path: `variables${error.instancePath.replaceAll('/', '.')}`,
    message:
      error.keyword === 'required'
        ? `"${error.params.missingProperty}" is needed`
        : (error.message ?? 'does not fit'),
  }));
  const first = issues[0];
  return new KnowngoodError(
    'INVALID',
    `Prompt ${prompt.name}@${prompt.version} cannot be filled: ${first ? `${first.path}: ${first.message}` : 'its variables do not fit'}`,
    { issues },
  );
}
