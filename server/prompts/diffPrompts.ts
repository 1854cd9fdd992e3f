import canonicalize from 'canonicalize';
import type { PromptSection, PromptVersion } from '../../shared/model/prompt.ts';
import { describeVariables } from './describeVariables.ts';
import { type DiffLine, diffLines } from './diffLines.ts';

/** One message of two versions beside each other; `same` where nothing in it differs. */
export interface MessageDiff {
  role: PromptSection['role'];
  change: 'same' | 'changed' | 'added' | 'removed';
  lines: DiffLine[];
}

export interface PromptDiff {
  /** What differs beside the messages, in words. */
  notes: string[];
  messages: MessageDiff[];
}

/** Two versions of a prompt, message by message. Messages are paired by role and order. */
export function diffPrompts(from: PromptVersion, to: PromptVersion): PromptDiff {
  const roles = diffLines(
    from.sections.map(({ role }) => role).join('\n'),
    to.sections.map(({ role }) => role).join('\n'),
  );
  let left = 0;
  let right = 0;
  const messages = roles.map(({ kind }): MessageDiff => {
    const before = kind === 'added' ? undefined : from.sections[left++];
    const after = kind === 'removed' ? undefined : to.sections[right++];
    const lines = diffLines(textOf(before), textOf(after));
    const role = (after ?? before)?.role ?? 'user';
    if (!before || !after) return { role, change: before ? 'removed' : 'added', lines };
    return { role, change: lines.every((line) => line.kind === 'same') ? 'same' : 'changed', lines };
  });
  return { notes: notesOf(from, to), messages };
}

/** The first thing that differs, in one line, for a message on the console. */
export function firstDifference(from: PromptVersion, to: PromptVersion): string {
  const { notes, messages } = diffPrompts(from, to);
  for (const { role, lines } of messages) {
    const removed = lines.find(({ kind }) => kind === 'removed');
    const added = lines.find(({ kind }) => kind === 'added');
    if (removed || added)
      return [
        `@${role}`,
        removed && `registered: “${short(removed.text)}”`,
        added && `file: “${short(added.text)}”`,
      ]
        .filter(Boolean)
        .join(', ');
  }
  return notes[0] ?? 'white space or comments of the file';
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const textOf = (section: PromptSection | undefined): string =>
  section && section.role !== 'history' ? section.template : '';

function notesOf(from: PromptVersion, to: PromptVersion): string[] {
  const notes: string[] = [];
  if (from.description !== to.description) notes.push(`The description is now “${to.description}”`);
  const before = new Map(describeVariables(from).map((variable) => [variable.name, variable]));
  const after = new Map(describeVariables(to).map((variable) => [variable.name, variable]));
  for (const name of before.keys())
    if (!after.has(name)) notes.push(`The variable ${name} is no longer there`);
  for (const [name, variable] of after) {
    const old = before.get(name);
    if (!old) notes.push(`The variable ${name} is new: ${variable.words}`);
    else if (old.words !== variable.words)
      notes.push(`The variable ${name} was ${old.words}, and is ${variable.words}`);
    else if (old.description !== variable.description)
      notes.push(`The variable ${name} is described as “${variable.description}”`);
  }
  const rest = ({ variables }: PromptVersion) => canonicalize(variables);
  if (notes.length === 0 && rest(from) !== rest(to))
    notes.push('The schema of the variables differs in its details');
  if (canonicalize(from.samples ?? null) !== canonicalize(to.samples ?? null))
    notes.push('The sample values differ');
  return notes;
}
