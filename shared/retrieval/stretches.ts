import { tokensIn } from './pieces.ts';
import type { Chunk, Splitter } from './splitter.ts';

/** Where a chunk's text stands in the normalised text of its document, in UTF-16 units, end exclusive. */
export type Stretch = Pick<Chunk, 'start' | 'end'>;

/** The text as splitters see it: line ends are "\n", and the Unicode form is the splitter's. */
export function normalised({ normalisation }: Pick<Splitter, 'normalisation'>, text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  if (normalisation === 'none') return lines;
  return lines.normalize(normalisation === 'nfc' ? 'NFC' : 'NFKC');
}

/** The title on one line, shortened to what a chunk of text may hold. */
function titleOf(splitter: Splitter, title: string): string {
  const line = normalised(splitter, title).replace(/\s+/gu, ' ').trim();
  if (splitter.id !== 'kg-split@1') return line.slice(0, splitter.size).toWellFormed();
  const tokens = tokensIn(line, 0, line.length);
  return line.slice(0, tokens[splitter.size - 1]?.end ?? line.length);
}

/**
 * The chunks that stretches of a normalised text make, with the title where the splitter says so. A document without text
 * is its title alone, where titles count; one with neither has no chunks.
 */
export function chunksOf(
  splitter: Splitter,
  { title, text }: { title: string | undefined; text: string },
  stretches: readonly Stretch[],
): Chunk[] {
  const line = splitter.title === 'omit' ? '' : titleOf(splitter, title ?? '');
  if (stretches.length === 0) return line === '' ? [] : [{ index: 0, text: line, start: 0, end: 0 }];
  return stretches.map(({ start, end }, index) => {
    const titled = line !== '' && (index === 0 || splitter.title === 'every-chunk');
    return { index, text: (titled ? `${line}\n` : '') + text.slice(start, end), start, end };
  });
}
