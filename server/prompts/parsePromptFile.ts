import { createHash } from 'node:crypto';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { PromptSection, PromptVersion, VariablesSchema } from '../../shared/model/prompt.ts';

/** Thrown for a prompt file that cannot be read; the message names the file and what to mend. */
export class BadPromptFile extends Error {
  constructor(path: string, what: string) {
    super(`${path}: ${what}`);
  }
}

const FrontMatter = z.strictObject({
  description: z.string().max(2_000).default(''),
  variables: VariablesSchema,
});

const marker = /^@(system|user|assistant|history)[ \t]*$/;

/**
 * Reads `<name>/<version>.prompt`: YAML front matter (`description`, and `variables` as JSON Schema), then
 * sections, each begun by a line `@system`, `@user`, `@assistant` or `@history`. Sections are cut here, before
 * any value is filled in, so that no value can ever make a message.
 * @throws BadPromptFile
 */
export function parsePromptFile(file: {
  path: string;
  name: string;
  version: string;
  text: string;
}): PromptVersion {
  const text = file.text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!parts) throw new BadPromptFile(file.path, 'It must start with front matter between two lines "---"');
  const front = FrontMatter.safeParse(yaml(file.path, parts[1] ?? ''));
  if (!front.success)
    throw new BadPromptFile(
      file.path,
      `Front matter: ${front.error.issues[0]?.path.join('.')}: ${front.error.issues[0]?.message}`,
    );
  const sections = cut(file.path, parts[2] ?? '');
  const parsed = PromptVersion.safeParse({
    name: file.name,
    version: file.version,
    path: file.path,
    contentHash: createHash('sha256').update(text).digest('hex'),
    ...front.data,
    sections,
  });
  if (!parsed.success)
    throw new BadPromptFile(file.path, parsed.error.issues[0]?.message ?? 'It does not fit the schema');
  return parsed.data;
}

function yaml(path: string, text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 10 });
  } catch (error) {
    throw new BadPromptFile(
      path,
      `Front matter is not valid YAML: ${error instanceof Error ? error.message.split('\n')[0] : ''}`,
    );
  }
}

function cut(path: string, body: string): PromptSection[] {
  const sections: { role: string; lines: string[] }[] = [];
  for (const line of body.split('\n')) {
    const role = marker.exec(line)?.[1];
    if (role) sections.push({ role, lines: [] });
    else if (sections.length > 0) sections.at(-1)?.lines.push(line);
    else if (line.trim() !== '')
      throw new BadPromptFile(
        path,
        'Text stands before the first section; begin with a line such as "@system"',
      );
  }
  if (!sections.some((section) => section.role === 'user'))
    throw new BadPromptFile(path, 'It needs at least one "@user" section');
  return sections.map(({ role, lines }) => {
    const template = lines.join('\n').replace(/^\n+|\s+$/g, '');
    if (role === 'history' && template !== '')
      throw new BadPromptFile(path, '"@history" is a slot: no text may follow it before the next section');
    return PromptSection.parse(role === 'history' ? { role } : { role, template });
  });
}
