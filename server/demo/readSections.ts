import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { spellOutTables } from './tables.ts';

/** What stands under one heading of a Markdown file, up to the next one. */
export interface Section {
  /** The file and its heading as in a link, "docs/calling.md#api-key": it stays when other sections come and go. */
  id: string;
  document: string;
  /** The headings it stands under, outermost first. */
  heading: string;
  text: string;
}

/** Cuts Markdown at its headings, and spells its tables out. Code fences stay whole; a heading without a text makes no section. */
export function cutMarkdown(document: string, markdown: string): Section[] {
  const sections: Section[] = [];
  const headings: string[] = [];
  const taken = new Map<string, number>();
  let id = document;
  let lines: string[] = [];
  let fenced = false;
  const close = () => {
    const text = spellOutTables(lines);
    if (text !== '') sections.push({ id, document, heading: headings.filter(Boolean).join(' › '), text });
    lines = [];
  };
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    if (/^(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,4})\s+(.+)$/.exec(line);
    if (heading) {
      close();
      const level = heading[1]?.length ?? 1;
      const name = heading[2]?.trim() ?? '';
      headings.length = level - 1;
      headings[level - 1] = name;
      id = unique(`${document}#${anchorOf(name)}`, taken);
    } else lines.push(line);
  }
  close();
  return sections;
}

/** What a link to a heading ends with, as GitHub makes it. */
const anchorOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** The second of a name in a file ends in "-1". */
function unique(id: string, taken: Map<string, number>): string {
  const times = taken.get(id) ?? 0;
  taken.set(id, times + 1);
  return times === 0 ? id : `${id}-${times}`;
}

/** Reads Markdown files, and folders of them, that stand under a root. What is missing is left out. */
export async function readSections(root: string, places: readonly string[]): Promise<Section[]> {
  const sections: Section[] = [];
  for (const place of places) {
    const files = place.endsWith('.md')
      ? [place]
      : (await readdir(path.join(root, place)).catch(() => [])).toSorted().map((file) => `${place}/${file}`);
    for (const file of files.filter((name) => name.endsWith('.md'))) {
      const text = await readFile(path.join(root, file), 'utf8').catch(() => '');
      sections.push(...cutMarkdown(file, text));
    }
  }
  return sections;
}
