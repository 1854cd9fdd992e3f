import type { ValidateFunction } from 'ajv';
import { type Turn, textOf } from '../../shared/model/content.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { isWellFormed } from '../../shared/model/wholeText.ts';
import { type FieldIssue, KnowngoodError } from '../errors.ts';
import { type CompiledPrompt, compilePrompt, liquid } from './compilePrompt.ts';
import { fillPlain } from './plainTemplate.ts';

/** A message as a model gets it: a filled section of the prompt, or a turn that the caller sent. */
export type Message = { role: 'system'; content: string } | Turn;

const maxRenderedCharacters = 4_000_000;

/**
 * Fills a prompt. Each section is rendered by itself, once: a value is data and can make no message, change
 * no role and reach no template.
 * @throws KnowngoodError INVALID when variables do not fit the prompt's schema or hold half a character,
 * TOO_LARGE when the filled prompt is longer than 4,000,000 characters.
 */
export function renderPrompt(
  prompt: PromptVersion,
  variables: Record<string, unknown>,
  history: readonly Turn[],
): Message[] {
  const { validate, sections, absent } = compilePrompt(prompt);
  if (!validate(variables)) throw badVariables(prompt, validate);
  if (history.length > 0 && !sections.some((section) => section.role === 'history')) {
    throw new KnowngoodError(
      'INVALID',
      `Prompt ${prompt.name}@${prompt.version} has no place for earlier turns of a conversation`,
    );
  }
  // Declared but absent variables are empty, so that strict templates fail only on what no schema names.
  const scope = { ...absent, ...variables };
  const messages = sections.flatMap((section): Message[] =>
    section.role === 'history'
      ? [...history]
      : [{ role: section.role, content: fillSection(section, scope) }],
  );
  const texts = messages.map((message) => textOf(message.content));
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  if (size > maxRenderedCharacters)
    throw new KnowngoodError(
      'TOO_LARGE',
      `The filled prompt has ${size} characters; at most ${maxRenderedCharacters} are sent`,
    );
  if (!texts.every((text) => text.isWellFormed())) throw brokenText(prompt, variables, history);
  return messages;
}

type Section = Exclude<CompiledPrompt['sections'][number], { role: 'history' }>;

const fillSection = ({ template, plain }: Section, scope: Record<string, unknown>): string =>
  (plain && fillPlain(plain, scope)) ?? String(liquid.renderSync(template, scope));

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

/** A lone surrogate is half a character: it has no UTF-8 form, so no model could get it as it is. */
function brokenText(
  prompt: PromptVersion,
  variables: Record<string, unknown>,
  history: readonly Turn[],
): KnowngoodError {
  const variable = Object.keys(variables).find((name) => !isWellFormed(variables[name]));
  const turn = history.findIndex((one) => !textOf(one.content).isWellFormed());
  const place =
    variable !== undefined ? `variables.${variable}` : turn >= 0 ? `history.${turn}` : 'variables';
  const message = 'holds half a character (a lone surrogate), which cannot be sent: send whole characters';
  return new KnowngoodError(
    'INVALID',
    `Prompt ${prompt.name}@${prompt.version} cannot be filled: ${place}: ${message}`,
    { issues: [{ path: place, message }] },
  );
}
