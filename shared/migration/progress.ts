/** How far a backfill is. */
export interface Progress {
  /** 0 to 1; 1 where there is nothing to do. */
  share: number;
  /** Documents a second since the backfill last began or resumed; null before anything is done. */
  rate: number | null;
  /** Milliseconds until the end at this rate; null before 1% is done, or where nothing moves. */
  etaMs: number | null;
}

/**
 * Progress out of counts: `doneBefore` of the documents were done when this run began (a resumed backfill
 * starts there, so that a pause does not count as slowness), `done` are now, `elapsedMs` after that.
 */
export function backfillProgress(of: {
  total: number;
  doneBefore: number;
  done: number;
  elapsedMs: number;
}): Progress {
  const share = of.total === 0 ? 1 : Math.min(1, of.done / of.total);
  const ran = of.done - of.doneBefore;
  const rate = ran > 0 && of.elapsedMs > 0 ? (ran * 1000) / of.elapsedMs : null;
  const left = Math.max(0, of.total - of.done);
  const told = share >= 0.01 && ran >= of.total * 0.01;
  return { share, rate, etaMs: left === 0 ? 0 : told && rate !== null ? (left * 1000) / rate : null };
}

/** What a backfill will take, before it starts. */
export interface Estimate {
  /** Tokens to embed, from the mean of a sample. */
  tokens: number;
  usd: number;
  /** At the throttle's documents a second, or at the embedder's measured rate where that is lower. */
  durationMs: number;
}

/** An estimate out of a sample: mean tokens a document, US dollars a million tokens, documents a second at most. */
export const estimateBackfill = (of: {
  documents: number;
  meanTokens: number;
  usdPerMillionTokens: number;
  documentsPerSecond: number;
}): Estimate => ({
  tokens: Math.round(of.documents * of.meanTokens),
  usd: (of.documents * of.meanTokens * of.usdPerMillionTokens) / 1e6,
  durationMs: of.documents === 0 ? 0 : (of.documents * 1000) / of.documentsPerSecond,
});
