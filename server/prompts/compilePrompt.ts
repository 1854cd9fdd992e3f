import { Ajv, type ValidateFunction } from 'ajv';
import { Liquid, type Template } from 'liquidjs';
import { RE2JS } from 're2js';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { type PlainTemplate, plainTemplate } from './plainTemplate.ts';

export interface CompiledPrompt {
  validate: ValidateFunction;
  sections: (
    | { role: 'history' }
    | { role: 'system' | 'user' | 'assistant'; template: Template[]; plain: PlainTemplate | null }
  )[];
  /** Every declared variable, as null: absent ones are empty. */
  absent: Record<string, null>;
}

/** Most time that filling one section may take, in milliseconds, and most memory, by the template engine's count. */
const limits = { renderLimit: 1_000, memoryLimit: 50_000_000, parseLimit: 2_000_000 };

// Templates come from the reviewed prompt repository; the limits guard against a loop over a hostile value.
export const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  cache: false,
  relativeReference: false,
  ...limits,
  fs: {
    exists: async () => true,
    existsSync: () => true,
    readFile: () => Promise.reject(new Error('Prompts do not include files')),
    readFileSync: () => {
      throw new Error('Prompts do not include files');
    },
    resolve: (_root: string, file: string) => file,
  },
});

/** Patterns of a schema meet what users wrote, so they run in linear time. */
export const linearPatterns = {
  regExp: Object.assign((pattern: string) => RE2JS.compile(pattern), { code: 'linear' }),
};

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  validateSchema: false,
  logger: false,
  code: linearPatterns,
});
const compiled = new Map<string, CompiledPrompt>();

/** Compiles a prompt once per content. @throws Error where a template or the schema cannot be read. */
export function compilePrompt(prompt: PromptVersion): CompiledPrompt {
  const found = compiled.get(prompt.contentHash);
  if (found) return found;
  const made: CompiledPrompt = {
    validate: ajv.compile(prompt.variables),
    sections: prompt.sections.map((section) => {
      if (section.role === 'history') return section;
      const template = liquid.parse(section.template);
      return { role: section.role, template, plain: plainTemplate(template) };
    }),
    absent: Object.fromEntries(declaredVariables(prompt).map((name) => [name, null])),
  };
  compiled.set(prompt.contentHash, made);
  return made;
}

/** The names that a prompt's schema declares. */
export const declaredVariables = ({ variables }: Pick<PromptVersion, 'variables'>): string[] =>
  typeof variables.properties === 'object' && variables.properties !== null
    ? Object.keys(variables.properties)
    : [];
