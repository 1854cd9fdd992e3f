import { readBlocks } from './markdown.ts';
import { topicStems, wordsOf } from './words.ts';

/** One sentence that may be quoted, with what is needed to rank it. */
export type Sentence = {
  text: string;
  /** Stems of its own words. */
  stems: Set<string>;
  /** Stems of the headings, list introduction and question that stand above it. */
  contextStems: Set<string>;
  paragraph: number;
  section: number;
  /** Its place in the document: sentences that follow one another have consecutive positions. */
  position: number;
};

const LONGEST_SENTENCE = 600;
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|fig|mr|mrs|ms|dr|prof|st|inc|ltd|\p{L})\.\s*$/iu;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Splits source texts into distinct quotable sentences; a text that repeats (overlapping passages) counts once. */
export function readSentences(sources: readonly string[]): Sentence[] {
  const sentences: Sentence[] = [];
  const seen = new Set<string>();
  let paragraphs = 0;
  let sections = 0;
  for (const source of sources) {
    const offset = paragraphs;
    const sectionOffset = sections;
    let asked = { section: -1, text: '' };
    for (const block of readBlocks(source)) {
      paragraphs = Math.max(paragraphs, offset + block.paragraph + 1);
      sections = Math.max(sections, sectionOffset + block.section + 1);
      for (const text of splitSentences(block.text)) {
        if (text.endsWith('?')) asked = { section: block.section, text };
        else if (isQuotable(text, block.isItem) && !seen.has(text.toLowerCase())) {
          seen.add(text.toLowerCase());
          const above = asked.section === block.section ? `${block.context} ${asked.text}` : block.context;
          sentences.push({
            text: /[.!…)"'”:;]$/.test(text) ? text : `${text}.`,
            stems: topicStems(block.own === block.text ? text : block.own),
            contextStems: topicStems(above),
            paragraph: offset + block.paragraph,
            section: sectionOffset + block.section,
            position: sentences.length,
          });
        }
      }
    }
  }
  return sentences;
}

/** Splits a paragraph at sentence ends, but not after common abbreviations and not inside inline code. */
export function splitSentences(paragraph: string): string[] {
  const codeIsClosed = count(paragraph, '`') % 2 === 0;
  const sentences: string[] = [];
  let pending = '';
  for (const { segment } of segmenter.segment(paragraph)) {
    pending += segment;
    const inCode = codeIsClosed && count(pending, '`') % 2 === 1;
    if ((inCode || ABBREVIATION.test(pending.slice(-12))) && pending.length < LONGEST_SENTENCE) continue;
    sentences.push(shorten(pending.trim()));
    pending = '';
  }
  if (pending.trim() !== '') sentences.push(shorten(pending.trim()));
  return sentences.filter((sentence) => sentence !== '');
}

function isQuotable(text: string, isItem: boolean): boolean {
  return wordsOf(text).length >= (isItem ? 1 : 3);
}

function shorten(text: string): string {
  if (text.length <= LONGEST_SENTENCE) return text;
  const cut = text.slice(0, LONGEST_SENTENCE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST_SENTENCE / 2)).toWellFormed()}…`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
