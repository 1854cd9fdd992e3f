/** How far a backfill is. */
export interface Progress {
  /** 0 to 1; 1 where there is nothing to do. */
  share: number;
  /** Documents a second: of the last minute or two, or since the backfill began or resumed; null before anything is done. */
  rate: number | null;
  /** Milliseconds until the end at this rate; null before 1% is done in this run, or where nothing moves. */
  etaMs: number | null;
}

/** A stretch that is shorter than this (milliseconds) says little of the rate. */
const leastRecentMs = 10_000;

/**
 * Progress out of counts: `doneBefore` of the documents were done when this run began (a resumed backfill
 * starts there, so that a pause does not count as slowness), `done` are now, `elapsedMs` after that. `recent` is
 * the same of the last stretch, so that a throttle that has changed, or a backfill that gives way, soon shows.
 */
export function backfillProgress(of: {
  total: number;
  doneBefore: number;
  done: number;
  elapsedMs: number;
  recent?: { doneBefore: number; elapsedMs: number } | null;
}): Progress {
  const share = of.total === 0 ? 1 : Math.min(1, of.done / of.total);
  const ran = of.done - of.doneBefore;
  const { recent = null } = of;
  const [since, ms] =
    recent && recent.elapsedMs >= leastRecentMs
      ? [recent.doneBefore, recent.elapsedMs]
      : [of.doneBefore, of.elapsedMs];
  const rate = of.done > since && ms > 0 ? ((of.done - since) * 1000) / ms : null;
  const left = Math.max(0, of.total - of.done);
  const told = share >= 0.01 && ran >= of.total * 0.01;
  return { share, rate, etaMs: left === 0 ? 0 : told && rate !== null ? (left * 1000) / rate : null };
}

/** What a backfill will take, before it starts. */
export interface Estimate {
  /** Tokens to embed, from the mean of a sample. */
  tokens: number;
  /** Null where the price is not known. */
  usd: number | null;
  /** At the throttle's documents a second: what it takes at the least, since an embedder may be slower. */
  durationMs: number;
}

/** An estimate out of a sample: mean tokens a document, US dollars a million tokens, documents a second at most. */
export const estimateBackfill = (of: {
  documents: number;
  meanTokens: number;
  usdPerMillionTokens: number | null;
  documentsPerSecond: number;
}): Estimate => ({
  tokens: Math.round(of.documents * of.meanTokens),
  usd: of.usdPerMillionTokens === null ? null : (of.documents * of.meanTokens * of.usdPerMillionTokens) / 1e6,
  durationMs: of.documents === 0 ? 0 : (of.documents * 1000) / of.documentsPerSecond,
});
