import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { KnowngoodError } from '../errors.ts';
import { declaredVariables, linearPatterns, liquid } from './compilePrompt.ts';
import { type ProblemCollector, type PromptProblem, problemsOf } from './problem.ts';
import type { PromptLines } from './readPromptFile.ts';
import { renderPrompt } from './renderPrompt.ts';

/** Variables that something else than the caller fills, so that a sample is enough to check them with. */
const maxSchemaErrors = 10;

/** What reading a file cannot see: whether schema, templates and samples fit each other. */
export function checkPrompt(prompt: PromptVersion, lines: PromptLines): PromptProblem[] {
  const found = problemsOf(prompt.path);
  checkSchema(prompt, lines, found);
  checkTemplates(prompt, lines, found);
  if (!found.hasErrors()) checkSamples(prompt, lines, found);
  return found.problems;
}

function checkSchema({ variables }: PromptVersion, { front }: PromptLines, found: ProblemCollector): void {
  const line = front(['variables']);
  const dialect = typeof variables.$schema === 'string' ? variables.$schema : '';
  const options = { strict: false, allErrors: true, logger: false, code: linearPatterns } as const;
  const ajv = dialect.includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
  try {
    if (ajv.validateSchema(variables) !== true) {
      for (const error of (ajv.errors ?? []).slice(0, maxSchemaErrors)) {
        const place = error.instancePath.split('/').slice(1);
        found.error(
          front(['variables', ...place]),
          `variables is not a JSON Schema: ${place.join('.') || 'it'} ${error.message ?? 'does not fit'}`,
        );
      }
      return;
    }
    ajv.compile(variables);
  } catch (error) {
    found.error(line, `variables cannot be used: ${wordsOf(error)}`);
    return;
  }
  checkKeywords(variables, line, found);
}

/** A keyword that is misspelt checks nothing, and nobody notices. */
function checkKeywords(variables: PromptVersion['variables'], line: number, found: ProblemCollector): void {
  const { $schema: _, ...rest } = variables;
  try {
    const strict = { strictSchema: true, strictTypes: false, strictTuples: false, strictRequired: false };
    new Ajv2020({ ...strict, validateFormats: false, logger: false, code: linearPatterns }).compile(rest);
  } catch (error) {
    found.warn(line, `variables: ${wordsOf(error).replace(/^strict mode: /, '')}: it checks nothing`);
  }
}

function checkTemplates(prompt: PromptVersion, lines: PromptLines, found: ProblemCollector): void {
  const declared = new Set(declaredVariables(prompt));
  const used = new Set<string>();
  prompt.sections.forEach((section, index) => {
    if (section.role === 'history') return;
    const start = (lines.sections[index] ?? 1) - 1;
    if (section.template === '') found.warn(start, `The ${section.role} section is empty: it sends no text`);
    try {
      const { globals } = liquid.analyzeSync(liquid.parse(section.template));
      for (const [name, places] of Object.entries(globals)) {
        used.add(name);
        if (!declared.has(name))
          found.error(
            start + (places[0]?.location.row ?? 1),
            `The ${section.role} section names a variable "${name}" that "variables" does not declare`,
          );
      }
    } catch (error) {
      found.error(
        start + rowOf(error),
        `The ${section.role} section cannot be read: ${wordsOf(error).replace(/, line:.*/, '')}`,
      );
    }
  });
  if (found.hasErrors()) return;
  for (const name of declared)
    if (!used.has(name))
      found.warn(
        lines.front(['variables', 'properties', name]),
        `"${name}" is declared, and no section uses it`,
      );
}

function checkSamples(prompt: PromptVersion, lines: PromptLines, found: ProblemCollector): void {
  const { samples } = prompt;
  if (!samples) {
    found.warn(
      1,
      'It has no "samples": give each variable a value, so that the prompt can be checked and shown filled in',
    );
    return;
  }
  const declared = declaredVariables(prompt);
  for (const name of Object.keys(samples))
    if (!declared.includes(name))
      found.error(lines.front(['samples', name]), `The sample "${name}" is for no declared variable`);
  try {
    const messages = renderPrompt(prompt, samples, []);
    messages.forEach((message, index) => {
      if (message.content === '')
        found.warn(1, `Filled with the samples, message ${index + 1} (${message.role}) is empty`);
    });
  } catch (error) {
    const first = error instanceof KnowngoodError ? issuePath(error) : [];
    found.error(
      lines.front(['samples', ...first]),
      `With its samples the prompt cannot be filled: ${wordsOf(error)}`,
    );
  }
}

function issuePath({ details }: KnowngoodError): string[] {
  const issues = details.issues as { path: string }[] | undefined;
  return (issues?.[0]?.path ?? '').split('.').slice(1);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function rowOf(error: unknown): number {
  const token = (error as { token?: { getPosition?(): [number, number] } }).token;
  return token?.getPosition?.()[0] ?? 1;
}
