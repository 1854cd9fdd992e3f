import { type PromptMessage, readPrompt } from './prompt.ts';
import { readSentences, type Sentence } from './sentences.ts';
import { topicStems, topicWeight } from './words.ts';

export const NOT_FOUND = 'I could not find that in the text I was given.';

const CONTEXT_WEIGHT = 0.5;
const NEIGHBOUR_BONUS = 0.35;
const LATER_PASSAGE = 0.35;
const LEAST_COVERAGE = 0.3;
/** A further sentence needs this share of the best one's score; less where it stands beside a chosen one. */
const LEAST_SHARE = { elsewhere: 0.5, beside: 0.3 };
const ASKS_FOR_NUMBER = /\bhow (?:many|much|long|often|old|far|soon|late|early)\b|\bwhen\b/i;
const HAS_NUMBER =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|daily|weekly)\b/i;
const ASKS_FOR_SUMMARY = /\bsummari[sz]e\b|\btl;?dr\b|\b(?:summary|overview) of\b/i;
const LEANS_ON_PREVIOUS = /^(?:it|they|this|these|that|those|he|she|such|otherwise|however)\b/i;

type Scored = { sentence: Sentence; score: number };

/**
 * Answers by quoting: the `verbosity` sentences of the prompt's source text that share most with the question,
 * in document order. Words count by their rarity among the sentences (as in BM25's inverse document frequency).
 * Pure and deterministic; says so plainly where the text has no answer or there is no text.
 */
export function answerFrom(messages: readonly PromptMessage[], verbosity: number): string {
  const { question, sources } = readPrompt(messages);
  const sentences = readSentences(sources).filter((sentence) => sentence.text !== NOT_FOUND);
  if (sentences.length === 0) return sources.length > 0 ? NOT_FOUND : withoutText(question);
  if (question === '' || ASKS_FOR_SUMMARY.test(question)) return quote(sentences.slice(0, verbosity));
  const ranked = rank(question, sentences);
  return ranked === undefined ? NOT_FOUND : quote(select(ranked, verbosity));
}

function withoutText(question: string): string {
  if (question === '') return 'I was given no text to answer from, and no question.';
  const words = question.replace(/\s+/g, ' ');
  const echoed = words.length > 160 ? `${words.slice(0, 159).toWellFormed()}…` : words;
  return `You asked: "${echoed}" I was given no text to answer from.`;
}

/** Scores every sentence, or returns undefined when even the best has too little to do with the question. */
function rank(question: string, sentences: readonly Sentence[]): Scored[] | undefined {
  const asked = [...topicStems(question)];
  const weights = new Map(asked.map((stem) => [stem, topicWeight(stem) * rarity(stem, sentences)]));
  const wantsNumber = ASKS_FOR_NUMBER.test(question);
  const scored = sentences.map((sentence) => {
    const overlap = overlapWith(sentence, weights);
    return { sentence, score: wantsNumber && HAS_NUMBER.test(sentence.text) ? overlap * 1.25 : overlap };
  });
  const best = scored.reduce((top, next) => (next.score > top.score ? next : top));
  return answersEnough(best.sentence, asked, weights) ? scored : undefined;
}

/** ln(1 + (N - n + 0.5) / (n + 0.5)): Robertson & Zaragoza, The Probabilistic Relevance Framework (2009). */
function rarity(stem: string, sentences: readonly Sentence[]): number {
  const having = sentences.filter((sentence) => sentence.stems.has(stem)).length;
  const counted = Math.max(having, 1);
  return Math.log(1 + (sentences.length - counted + 0.5) / (counted + 0.5));
}

/**
 * Matched weight, a little less for long sentences, so that a precise one beats one that mentions everything, and less for
 * later passages: they are given best first.
 */
function overlapWith(sentence: Sentence, weights: ReadonlyMap<string, number>): number {
  let own = 0;
  let context = 0;
  for (const [stem, weight] of weights) {
    if (sentence.stems.has(stem)) own += weight;
    else if (sentence.contextStems.has(stem)) context += weight;
  }
  const length = 1 + 0.02 * Math.max(0, sentence.stems.size - 12);
  const rank = 1 + LATER_PASSAGE * Math.min(sentence.section, 4);
  return (own + CONTEXT_WEIGHT * context) / length / rank;
}

function answersEnough(
  best: Sentence,
  asked: readonly string[],
  weights: ReadonlyMap<string, number>,
): boolean {
  const matched = asked.filter((stem) => best.stems.has(stem) || best.contextStems.has(stem));
  const needed = Math.min(2, Math.ceil(asked.length / 2));
  if (asked.length === 0 || matched.length < needed) return false;
  const total = (stems: readonly string[]) => stems.reduce((sum, stem) => sum + (weights.get(stem) ?? 0), 0);
  return matched.length >= 3 || total(matched) / total(asked) >= LEAST_COVERAGE;
}

/** Takes the best one by one; each choice lifts the sentence after it, and the one before if it leans on that. */
function select(ranked: readonly Scored[], verbosity: number): Sentence[] {
  const best = ranked.reduce((top, next) => (next.score > top.score ? next : top));
  const left = ranked.map(({ sentence, score }) => ({
    sentence,
    score,
    least: LEAST_SHARE.elsewhere * best.score,
  }));
  const chosen: Sentence[] = [];
  const lift = (position: number, from: Scored) => {
    const neighbour = left[position];
    if (neighbour?.sentence.paragraph !== from.sentence.paragraph) return;
    neighbour.score += NEIGHBOUR_BONUS * from.score;
    neighbour.least = LEAST_SHARE.beside * best.score;
  };
  while (chosen.length < verbosity) {
    const eligible = left.filter((entry) => entry.score > entry.least && !chosen.includes(entry.sentence));
    if (eligible.length === 0) break;
    const next = eligible.reduce((top, entry) => (entry.score > top.score ? entry : top));
    chosen.push(next.sentence);
    lift(next.sentence.position + 1, next);
    if (LEANS_ON_PREVIOUS.test(next.sentence.text)) lift(next.sentence.position - 1, next);
  }
  return [
    ...chosen,
    ...surroundings(best.sentence, ranked, chosen).slice(0, Math.max(0, verbosity - 1 - chosen.length)),
  ];
}

/** The rest of the best sentence's section: its paragraph first, then by distance, what follows before what precedes. */
function surroundings(
  { section, paragraph, position }: Sentence,
  ranked: readonly Scored[],
  chosen: readonly Sentence[],
) {
  const distance = (other: Sentence) =>
    Math.abs(other.position - position - 0.25) + (other.paragraph === paragraph ? 0 : 2);
  return ranked
    .map((entry) => entry.sentence)
    .filter((sentence) => sentence.section === section && !chosen.includes(sentence))
    .sort((a, b) => distance(a) - distance(b));
}

function quote(sentences: readonly Sentence[]): string {
  return [...sentences]
    .sort((a, b) => a.position - b.position)
    .map((sentence) => sentence.text)
    .join(' ');
}
