/** English words that carry no topic of their own, question words included. */
const STOPWORDS = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both but ' +
    'by can could did do does doing down during each either else ever few for from further get gets had has have ' +
    'having he her here hers him his how i if in into is it its itself just let like ll may me might more most much ' +
    'many must my no nor not now of off on once only or other our out over own per please s same shall she should so ' +
    'some such t tell than that the their them then there these they this those through to too under until up upon us ' +
    've very was we were what when where whether which while who whom whose why will with within without would you ' +
    'your yours explain describe long know need want say says question answer d m re'
  ).split(' '),
);

/** Everyday forms that no suffix rule reaches. */
const IRREGULAR = new Map([
  ['paid', 'pay'],
  ['bought', 'buy'],
  ['sent', 'send'],
  ['took', 'take'],
  ['taken', 'take'],
  ['goes', 'go'],
  ['made', 'make'],
  ['held', 'hold'],
  ['kept', 'keep'],
  ['lost', 'lose'],
  ['told', 'tell'],
  ['chosen', 'choose'],
  ['written', 'write'],
  ['children', 'child'],
  ['people', 'person'],
]);

/** Suffix and the shortest stem it may leave; the first that fits is cut. */
const SUFFIXES: readonly (readonly [string, number])[] = [
  ['ization', 4],
  ['isation', 4],
  ['ation', 4],
  ['ement', 4],
  ['ment', 3],
  ['edly', 4],
  ['fully', 4],
  ['ably', 4],
  ['able', 4],
  ['ible', 4],
  ['ance', 4],
  ['ence', 4],
  ['ively', 4],
  ['ive', 4],
  ['ness', 4],
  ['ally', 4],
  ['ing', 3],
  ['ion', 4],
  ['ful', 4],
  ['ed', 3],
  ['er', 4],
  ['or', 4],
  ['al', 4],
  ['ly', 4],
];

/** Verbs that fit any topic: they decide between sentences, and say little about whether one is an answer. */
const EVERYDAY = ['take', 'make', 'go', 'use', 'work', 'find', 'give'];

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;

/** Every word of a text in lower case, in order, without possessive endings. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map((word) => word.replace(/['’].*$/u, ''));
}

/** How much a stem tells of the topic, from 0 to 1. */
export function topicWeight(stemmed: string): number {
  return EVERYDAY_STEMS.has(stemmed) ? 0.3 : 1;
}

/** The distinct stems of the words that carry a topic. */
export function topicStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of wordsOf(text)) if (!STOPWORDS.has(word)) stems.add(stem(word));
  return stems;
}

/**
 * A light English stemmer: `cancel`, `cancelled` and `cancellation` share one stem. It need not be right,
 * only the same on both sides of a comparison. Words with a digit are left alone.
 */
export function stem(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return stem(known);
  if (word.length <= 3 || /\d/.test(word)) return word;
  return settleEnding(cutSuffix(singular(word)));
}

function singular(word: string): string {
  if (/.{2}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

function cutSuffix(word: string): string {
  if (/.{2}ied$/.test(word)) return `${word.slice(0, -3)}y`;
  for (const [suffix, shortest] of SUFFIXES) {
    const rest = word.slice(0, -suffix.length);
    if (word.endsWith(suffix) && rest.length >= shortest && /[aeiouy]/.test(rest)) return rest;
  }
  return word;
}

function settleEnding(word: string): string {
  const ending = word
    .replace(/script$/, 'scrib')
    .replace(/([^aeiouy])\1$/, '$1')
    .replace(/e$/, '');
  return ending.length > 3 ? ending.replace(/y$/, '') : ending;
}

const EVERYDAY_STEMS = new Set(EVERYDAY.map(stem));
