import canonicalize from 'canonicalize';
import { sha256 } from './sha256.ts';
import { split } from './split.ts';
import type { Chunk, KgSplitter, SplittableDocument } from './splitter.ts';

/** A text with all that splitters stumble over. Never edited: digests in index versions were made from it. */
export const goldenText: SplittableDocument = {
  title: 'Returns,  refunds &\nrepairs',
  text: [
    'A refund takes five days. Dr. E. Coli asked: “Why so long?” Nobody knew! approx. ten answers came…  ',
    'Line one of a list:\n- first (see § 4.2)\n- second\r\n- third\r\n\r\n',
    'Ein Satz über Käse. 这是第一句。这是第二句！ Ⅷ ﬁnal ½ — café vs cafe\u0301.\n\n\n\n',
    'Averyveryveryveryveryveryverylongwordwithoutanyspaceinit stands here. 3.14159 is no end. Nor is U.S. law.\n \t\n',
    `${'The same sentence comes again and again, until no chunk can hold it. '.repeat(12)}\n\n`,
    `${'unpunctuated words go on and on '.repeat(20)}\u00a0\ud83d\ude00 end`,
  ].join(''),
};

/**
 * SHA-256 of where a splitter cuts the golden text and of what its chunks say. It is a part of an index
 * version, so that a splitter that cuts otherwise after an update is found out before it writes.
 */
export const digestOf = (chunks: readonly Chunk[]): string =>
  sha256(canonicalize(chunks.map(({ start, end, text }) => [start, end, text])) ?? '');

/** The digest of Knowngood's own splitter. */
export const boundaryDigest = (splitter: KgSplitter): string => digestOf(split(splitter, goldenText));
