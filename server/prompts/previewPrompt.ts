import { type Turn, textOf } from '../../shared/model/content.ts';
import { promptKey } from '../../shared/model/prompt.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { type FieldIssue, KnowngoodError } from '../errors.ts';
import { findPrompt } from './findPrompt.ts';
import { renderPrompt } from './renderPrompt.ts';

export interface PromptPreview {
  /** The messages as a model would get them; null where the values do not fit. */
  messages: { role: string; text: string }[] | null;
  characters: number;
  /** Why it cannot be filled, in words, and by variable. */
  problem: string | null;
  issues: FieldIssue[];
}

/**
 * Fills a registered prompt with somebody's values, with the code that fills it for calls.
 * @throws KnowngoodError NOT_FOUND
 */
export function previewPrompt(
  configuration: Configuration,
  request: {
    environment: string;
    name: string;
    version: string;
    variables: Record<string, unknown>;
    history: Turn[];
  },
): PromptPreview {
  const prompt = findPrompt(configuration.snapshot(request.environment), request);
  const refused = (problem: string, issues: FieldIssue[]): PromptPreview => ({
    messages: null,
    characters: 0,
    problem,
    issues,
  });
  try {
    const messages = renderPrompt(prompt, request.variables, request.history).map((message) => ({
      role: message.role,
      text: textOf(message.content),
    }));
    const characters = messages.reduce((sum, { text }) => sum + text.length, 0);
    return { messages, characters, problem: null, issues: [] };
  } catch (error) {
    if (error instanceof KnowngoodError)
      return refused(error.message, (error.details.issues as FieldIssue[] | undefined) ?? []);
    // The template itself failed on these values; its own words help whoever wrote it, and hold no secret.
    return refused(
      `The template of ${promptKey(prompt)} cannot be filled with these values: ${error instanceof Error ? error.message : error}`,
      [],
    );
  }
}
