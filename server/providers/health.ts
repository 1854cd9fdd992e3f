import type { FallbackReason } from '../../shared/model/call.ts';
import type { Attempt } from '../../shared/model/inference.ts';

/** How one model of a provider has done in the last quarter of an hour, on this server. */
export interface ModelHealth {
  provider: string;
  model: string;
  attempts: number;
  ok: number;
  /** Callers who left; neither well nor badly done. */
  cancelled: number;
  failures: Partial<Record<FallbackReason, number>>;
  /** Milliseconds, of the attempts that went well; null where none did. */
  p50Ms: number | null;
  p95Ms: number | null;
  lastAt: string | null;
  lastFailure: { at: string; reason: FallbackReason; detail: string | null } | null;
}

export interface ProviderHealth {
  note(attempt: Attempt, at: string): void;
  report(): ModelHealth[];
}

const sliceMs = 60_000;
const slices = 15;
/** Latencies kept per minute and model: enough for a 95th percentile, and bounded. */
const mostLatencies = 300;
const mostModels = 500;

interface Slice {
  number: number;
  attempts: number;
  ok: number;
  cancelled: number;
  failures: Map<FallbackReason, number>;
  latencies: number[];
}

interface Kept {
  provider: string;
  model: string;
  slices: Slice[];
  lastAt: string | null;
  lastFailure: ModelHealth['lastFailure'];
}

/** Counts attempts in memory, by the minute: it is gone with a restart, which the page says. */
export function createProviderHealth(now: () => number): ProviderHealth {
  const models = new Map<string, Kept>();
  const keptOf = (provider: string, model: string): Kept | null => {
    const key = `${provider}/${model}`;
    const known = models.get(key);
    if (known || models.size >= mostModels) return known ?? null;
    const made: Kept = { provider, model, slices: [], lastAt: null, lastFailure: null };
    models.set(key, made);
    return made;
  };
  const sliceOf = (kept: Kept): Slice => {
    const number = Math.floor(now() / sliceMs);
    const last = kept.slices.at(-1);
    if (last?.number === number) return last;
    const made: Slice = { number, attempts: 0, ok: 0, cancelled: 0, failures: new Map(), latencies: [] };
    kept.slices.push(made);
    if (kept.slices.length > slices) kept.slices.shift();
    return made;
  };
  return {
    note({ provider, model, outcome, failure, detail, durationMs }, at) {
      // A breaker that is open asks nobody.
      if (failure === 'breaker-open') return;
      const kept = keptOf(provider, model);
      if (!kept) return;
      const slice = sliceOf(kept);
      slice.attempts++;
      kept.lastAt = at;
      if (outcome === 'ok') {
        slice.ok++;
        if (slice.latencies.length < mostLatencies) slice.latencies.push(durationMs);
      } else if (outcome === 'cancelled') slice.cancelled++;
      else if (failure) {
        slice.failures.set(failure, (slice.failures.get(failure) ?? 0) + 1);
        kept.lastFailure = { at, reason: failure, detail };
      }
    },
    report() {
      const oldest = Math.floor(now() / sliceMs) - slices;
      return [...models.values()].map((kept) => {
        const own = kept.slices.filter(({ number }) => number > oldest);
        const sum = (of: (slice: Slice) => number) => own.reduce((total, slice) => total + of(slice), 0);
        const failures: ModelHealth['failures'] = {};
        for (const slice of own)
          for (const [reason, count] of slice.failures) failures[reason] = (failures[reason] ?? 0) + count;
        const latencies = Float64Array.from(own.flatMap((slice) => slice.latencies)).sort();
        const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? null;
        const { provider, model, lastAt, lastFailure } = kept;
        return {
          provider,
          model,
          attempts: sum((slice) => slice.attempts),
          ok: sum((slice) => slice.ok),
          cancelled: sum((slice) => slice.cancelled),
          failures,
          p50Ms: at(0.5),
          p95Ms: at(0.95),
          lastAt,
          lastFailure,
        };
      });
    },
  };
}
