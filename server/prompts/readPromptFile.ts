import { createHash } from 'node:crypto';
import { Key } from '../../shared/model/key.ts';
import { type PromptSection, type PromptVersion, SemanticVersion } from '../../shared/model/prompt.ts';
import { cutSections } from './cutSections.ts';
import { type FrontMatter, type LineOf, readFrontMatter } from './frontMatter.ts';
import { type ProblemCollector, type PromptProblem, problemsOf } from './problem.ts';

export interface PromptFile {
  /** As it stands in the prompt repository, for people. */
  path: string;
  name: string;
  version: string;
  text: string;
}

/** Where the parts of a prompt stand in its file. */
export interface PromptLines {
  front: LineOf;
  sections: readonly number[];
}

export interface ReadPrompt {
  /** Null where an error kept it from being read. */
  prompt: PromptVersion | null;
  lines: PromptLines;
  problems: PromptProblem[];
}

const maxFileCharacters = 500_000;

/** The same text whatever the line ends of the system that wrote it. */
export const normalText = (text: string): string => text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');

export const hashOf = (text: string): string => createHash('sha256').update(normalText(text)).digest('hex');

/**
 * Reads `<name>/<version>.prompt`: YAML front matter (`description`, `variables` as JSON Schema, `samples`), then
 * sections. Sections are cut here, before any value is filled in, so that no value can ever make a message.
 * Answers every problem that it finds, not only the first.
 */
export function readPromptFile(file: PromptFile): ReadPrompt {
  const found = problemsOf(file.path);
  const nothing = {
    prompt: null,
    lines: { front: () => 1, sections: [] },
    problems: found.problems,
  } satisfies ReadPrompt;
  checkPath(file, found);
  const text = normalText(file.text);
  if (!text.isWellFormed()) found.error(1, 'It holds half a character (a lone surrogate): save it as UTF-8');
  if (text.length > maxFileCharacters) {
    found.error(1, `It has ${text.length} characters; at most ${maxFileCharacters} make a prompt`);
    return nothing;
  }
  const parts = /^---\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n([\s\S]*))?$/.exec(text);
  if (!parts) {
    found.error(1, 'It must start with front matter between two lines "---"');
    return nothing;
  }
  const [, head = '', body = ''] = parts;
  const read = readFrontMatter(head, found);
  const bodyLine = text.slice(0, text.length - body.length).split('\n').length;
  const { sections, lines } = cutSections(body, bodyLine, found);
  if (!read) return nothing;
  checkNames(file, read, found);
  return {
    prompt: found.hasErrors() ? null : promptOf(file, text, read.front, sections),
    lines: { front: read.lineOf, sections: lines },
    problems: found.problems,
  };
}

function promptOf(
  { path, name, version }: PromptFile,
  text: string,
  { description, variables, samples }: FrontMatter,
  sections: PromptSection[],
): PromptVersion {
  return {
    name,
    version,
    path,
    contentHash: hashOf(text),
    description,
    variables,
    sections,
    ...(samples === undefined ? {} : { samples }),
  };
}

function checkPath({ name, version, path }: PromptFile, found: ProblemCollector): void {
  const badName = Key.safeParse(name).error?.issues[0]?.message;
  if (badName !== undefined)
    found.error(1, `The folder "${name}" is the prompt's name, and cannot be one: ${badName}`);
  const badVersion = SemanticVersion.safeParse(version).error?.issues[0]?.message;
  if (badVersion !== undefined) found.error(1, `The file is called "${version}.prompt". ${badVersion}`);
  if (path.length > 500) found.error(1, 'Its path has more than 500 characters');
}

function checkNames(
  { name, version, path }: PromptFile,
  { front, lineOf }: { front: FrontMatter; lineOf: LineOf },
  found: ProblemCollector,
): void {
  if (front.name !== undefined && front.name !== name)
    found.error(
      lineOf(['name']),
      `It says name "${front.name}", and its path says "${name}": rename one (${path})`,
    );
  if (front.version !== undefined && String(front.version) !== version)
    found.error(
      lineOf(['version']),
      `It says version "${front.version}", and its path says "${version}": rename one (${path})`,
    );
}
