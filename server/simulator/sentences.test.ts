import { describe, expect, it } from 'vitest';
import { readSentences, splitSentences } from './sentences.ts';
import { stem } from './words.ts';

function textsOf(source: string): string[] {
  return readSentences([source]).map((sentence) => sentence.text);
}

describe('sentences', () => {
  it('do not end after abbreviations, in numbers or inside inline code', () => {
    expect(splitSentences('Use Node, e.g. Node 24.1 or later. See Dr. Smith. Run `a. B` now!')).toEqual([
      'Use Node, e.g. Node 24.1 or later.',
      'See Dr. Smith.',
      'Run `a. B` now!',
    ]);
  });

  it('are taken from paragraphs, lists, tables and quotes, never from headings, rules or fences', () => {
    const source =
      'Policy\n======\n\nOne **bold** [link](https://a.example)\nwraps lines.\n\n---\n\n> A quoted line stands.\n\n' +
      '- first item\n- second item\n\n| Key | Value |\n|:--|--:|\n| a | 1 |\n\n~~~\ncode is left out\n~~~\n\n![picture](x.png)';
    expect(textsOf(source)).toEqual([
      'One bold link wraps lines.',
      'A quoted line stands.',
      'first item.',
      'second item.',
      'Key: a; Value: 1.',
    ]);
  });

  it('know the heading, list introduction or question above them', () => {
    const [step, answer] = readSentences([
      '## Refunds\nYou need:\n- a receipt\n\n## Help\nCan I cancel? Yes, at any time.',
    ]);
    expect(step?.contextStems).toEqual(new Set([stem('refunds')]));
    expect(answer).toMatchObject({ text: 'Yes, at any time.' });
    expect(answer?.contextStems.has(stem('cancelling'))).toBe(true);
  });

  it('are cut when they never end', () => {
    const [cut] = textsOf('word '.repeat(10_000));
    expect(cut?.length).toBeLessThanOrEqual(601);
    expect(cut?.endsWith('word…')).toBe(true);
  });
});

describe('stems', () => {
  it.each([
    ['cancel', 'cancelled', 'cancelling', 'cancellation', 'cancels'],
    ['approve', 'approves', 'approved', 'approval'],
    ['expire', 'expires', 'expiry', 'expiration'],
    ['subscribe', 'subscription', 'subscriptions'],
    ['policy', 'policies'],
    ['carry', 'carries', 'carried', 'carrying'],
    ['pay', 'payment', 'paid'],
    ['ship', 'shipping', 'shipped', 'shipment'],
    ['manage', 'manager', 'management'],
  ])('join the forms of %s', (word, ...forms) => {
    expect(forms.map(stem)).toEqual(forms.map(() => stem(word)));
  });

  it('keep other words apart', () => {
    expect(new Set(['car', 'carry', 'card', 'cargo'].map(stem)).size).toBe(4);
  });
});
