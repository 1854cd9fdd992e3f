import { z } from 'zod';

/** How a simulated model behaves; every dial can be changed while it runs. */
export type Dials = z.infer<typeof Dials>;
const rate = z.number().min(0).max(1);
const LatencyMs = z.strictObject({
  /** Median time to the first token, in milliseconds. */
  median: z.number().min(0).max(60_000),
  /** Standard deviation of the latency's logarithm: 0 is always the median, 0.2 mostly within 20% of it. */
  spread: z.number().min(0).max(2),
});
export const Dials = z.strictObject({
  latencyMs: LatencyMs,
  /** Milliseconds for each token after the first. */
  perTokenMs: z.number().min(0).max(5_000),
  /** Share of calls answered with HTTP 500. */
  errorRate: rate,
  /** Share of calls answered with HTTP 429 and a retry-after header. */
  rateLimitRate: rate,
  /** Share of prompts that are refused; the same prompt is always treated alike. */
  refusalRate: rate,
  /** The most sentences an answer quotes. */
  verbosity: z.int().min(1).max(12),
  /** Hidden reasoning tokens that are reported, counted against the limit and never sent. */
  reasoningTokens: z.int().min(0).max(100_000),
});

/** The dials to change; those left out stay as they are. */
export type DialsPatch = z.infer<typeof DialsPatch>;
export const DialsPatch = Dials.partial().extend({ latencyMs: LatencyMs.partial().optional() });

/** A model the simulator serves, under a name that never moves. */
export type SimulatedModel = { id: string; created: number; dials: Dials };

const steady = { errorRate: 0, rateLimitRate: 0, refusalRate: 0, reasoningTokens: 0 };
const SEEDED: readonly SimulatedModel[] = [
  {
    id: 'sim-concise-2026-06-01',
    created: Date.UTC(2026, 5, 1) / 1000,
    dials: { latencyMs: { median: 120, spread: 0.15 }, perTokenMs: 1, verbosity: 2, ...steady },
  },
  {
    id: 'sim-thorough-2026-09-15',
    created: Date.UTC(2026, 8, 15) / 1000,
    dials: { latencyMs: { median: 260, spread: 0.2 }, perTokenMs: 2, verbosity: 4, ...steady },
  },
];

/** The longest prompt a simulated model takes, in tokens. */
export const CONTEXT_TOKENS = 128_000;

/** The seeded models by name, as a fresh copy: changed dials stay within one simulator. */
export function seedModels(): Map<string, SimulatedModel> {
  return new Map(SEEDED.map((model) => [model.id, structuredClone(model)]));
}

/** Applies a patch to dials and returns the result; the inputs are left alone. */
export function changeDials(dials: Dials, patch: DialsPatch): Dials {
  return Dials.parse({ ...dials, ...patch, latencyMs: { ...dials.latencyMs, ...patch.latencyMs } });
}
