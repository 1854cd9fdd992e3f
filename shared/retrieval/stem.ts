/**
 * The stem of one lower-case English word, by Porter's algorithm; a word with anything but a-z in it, or of
 * at most two letters, is its own stem. Two departures of Porter's own reference program are kept: -bli and
 * -logi in step 2.
 * Source: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, 130-137;
 * tartarus.org/martin/PorterStemmer.
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  return step5(derived(step1c(step1b(step1a(word)))));
}

/** Whether the letter at `index` is a consonant: y is one at the start and after a vowel. */
function consonant(word: string, index: number): boolean {
  switch (word.charCodeAt(index)) {
    case 97:
    case 101:
    case 105:
    case 111:
    case 117:
      return false;
    case 121:
      return index === 0 || !consonant(word, index - 1);
    default:
      return true;
  }
}

/** Porter's m: how often a run of vowels is followed by a run of consonants. */
function measure(word: string): number {
  let count = 0;
  let afterVowel = false;
  for (let index = 0; index < word.length; index++) {
    const isConsonant = consonant(word, index);
    if (isConsonant && afterVowel) count++;
    afterVowel = !isConsonant;
  }
  return count;
}

function hasVowel(word: string): boolean {
  for (let index = 0; index < word.length; index++) if (!consonant(word, index)) return true;
  return false;
}

function endsDouble(word: string): boolean {
  const last = word.length - 1;
  return last > 0 && word[last] === word[last - 1] && consonant(word, last);
}

/** Ends consonant, vowel, consonant, the last not w, x or y: "hop" may have lost an e. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  return (
    last > 1 &&
    consonant(word, last) &&
    !consonant(word, last - 1) &&
    consonant(word, last - 2) &&
    !/[wxy]$/.test(word)
  );
}

function step1a(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function step1b(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const cut = word.endsWith('ed') ? word.slice(0, -2) : word.endsWith('ing') ? word.slice(0, -3) : null;
  if (cut === null || !hasVowel(cut)) return word;
  if (/(?:at|bl|iz)$/.test(cut)) return `${cut}e`;
  if (endsDouble(cut) && !/[lsz]$/.test(cut)) return cut.slice(0, -1);
  return measure(cut) === 1 && endsShort(cut) ? `${cut}e` : cut;
}

const step1c = (word: string): string =>
  word.endsWith('y') && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;

type Rule = readonly [suffix: string, replacement: string];

const step2: readonly Rule[] = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['entli', 'ent'],
  ['ousli', 'ous'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['alli', 'al'],
  ['ator', 'ate'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['eli', 'e'],
];

const step3: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

const step4: readonly Rule[] = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ion',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'al',
  'er',
  'ic',
  'ou',
].map((suffix) => [suffix, '']);

/** Steps 2 to 4. In each the longest suffix that fits decides, even where its condition then fails. */
const derived = (word: string): string => replace(replace(replace(word, step2, 1), step3, 1), step4, 2);

function replace(word: string, rules: readonly Rule[], leastMeasure: number): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const cut = word.slice(0, word.length - rule[0].length);
  if (rule[0] === 'ion' && !/[st]$/.test(cut)) return word;
  return measure(cut) >= leastMeasure ? cut + rule[1] : word;
}

function step5(word: string): string {
  const shorter = word.endsWith('e') && mayLoseE(word.slice(0, -1)) ? word.slice(0, -1) : word;
  return shorter.endsWith('ll') && measure(shorter) > 1 ? shorter.slice(0, -1) : shorter;
}

function mayLoseE(cut: string): boolean {
  const m = measure(cut);
  return m > 1 || (m === 1 && !endsShort(cut));
}
