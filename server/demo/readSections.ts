import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A section of a Markdown file, or a part of a long one. */
interface Section {
  id: string;
  document: string;
  /** The headings it stands under, outermost first. */
  heading: string;
  text: string;
}

const longest = 1_200;

/** Cuts Markdown at its headings, and long sections at blank lines. Code fences stay whole. */
export function cutMarkdown(document: string, markdown: string): Section[] {
  const sections: Section[] = [];
  const headings: string[] = [];
  let lines: string[] = [];
  let fenced = false;
  const close = () => {
    for (const text of pieces(lines.join('\n').trim())) {
      sections.push({
        id: `${document}#${sections.length + 1}`,
        document,
        heading: headings.filter(Boolean).join(' › '),
        text,
      });
    }
    lines = [];
  };
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    if (/^(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,4})\s+(.+)$/.exec(line);
    if (heading) {
      close();
      const level = heading[1]?.length ?? 1;
      headings.length = level - 1;
      headings[level - 1] = heading[2]?.trim() ?? '';
    } else lines.push(line);
  }
  close();
  return sections;
}

function pieces(text: string): string[] {
  if (text === '') return [];
  const result: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const last = result.at(-1);
    if (last !== undefined && last.length + paragraph.length < longest)
      result[result.length - 1] = `${last}\n\n${paragraph}`;
    else result.push(paragraph);
  }
  return result;
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
