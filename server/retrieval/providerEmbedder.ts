import { setTimeout as pause } from 'node:timers/promises';
import type { Tokens } from '../../shared/model/call.ts';
import { estimateTexts } from '../calls/estimateTokens.ts';
import type { Limiters } from '../calls/limiter.ts';
import { type Provider, ProviderFailure } from '../providers/provider.ts';
import { checkVectors, EmbeddingFailure, type EmbeddingKind } from './embedding.ts';

const mostTexts = 64;
const mostCharacters = 200_000;
const requestMs = 30_000;
const concurrency = 4;
const tries = 3;
const firstPauseMs = 200;
const longestPauseMs = 2_000;

export interface ProviderEmbedderOptions {
  provider: Provider;
  limiters: Limiters;
  model: string;
  dimensions: number;
  /** Asks the provider for vectors of this length; otherwise its own length must fit. */
  sendDimensions: boolean;
  prefixes: { document: string; query: string };
}

/** Hears of what each answer has used: as the provider says, or counted where it does not. */
export type Spent = (tokens: Tokens) => void;

interface Asking {
  signal: AbortSignal;
  /** 0 is work that nobody waits for, 10 the most urgent. */
  priority: number;
  spent?: Spent;
}

/** Embeds texts, in their order. */
export type Embed = (
  texts: readonly string[],
  kind: EmbeddingKind,
  options: Asking,
) => Promise<Float32Array[]>;

/**
 * Any provider that has embeddings: in batches, a few at a time, behind the same queue as its other requests, and again
 * where that may help. What comes is checked before it is believed.
 */
export function providerEmbedder(options: ProviderEmbedderOptions): Embed {
  return async (texts, kind, asking) => {
    const prefix = kind === 'documents' ? options.prefixes.document : options.prefixes.query;
    const batches = batchesOf(texts.map((text) => prefix + text));
    const answers: Float32Array[][] = [];
    let next = 0;
    const lane = async () => {
      for (let at = next++; at < batches.length; at = next++)
        answers[at] = await embedBatch(options, batches[at] ?? [], asking);
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, lane));
    return answers.flat();
  };
}

function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let characters = 0;
  for (const text of texts) {
    const last = batches.at(-1);
    characters += text.length;
    if (last && last.length < mostTexts && characters <= mostCharacters) last.push(text);
    else {
      batches.push([text]);
      characters = text.length;
    }
  }
  return batches;
}

async function embedBatch(
  options: ProviderEmbedderOptions,
  input: string[],
  { signal, priority, spent }: Asking,
): Promise<Float32Array[]> {
  const { provider, model, dimensions, sendDimensions, limiters } = options;
  const embedder = `${provider.name}/${model}`;
  for (let attempt = 1; ; attempt++) {
    const own = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
    try {
      const release = await limiters.enter(provider.name, priority, own);
      try {
        const asked = { model, input, dimensions: sendDimensions ? dimensions : null, signal: own };
        const answer = await provider.embed?.(asked);
        // Vectors that turn out to be of no use are charged all the same.
        if (answer) spent?.(answer.tokens ?? (await estimateTexts(input)));
        return checkVectors(answer?.vectors ?? [], { count: input.length, dimensions, embedder });
      } finally {
        release();
      }
    } catch (error) {
      const failure = inWords(error, embedder, own);
      if (signal.aborted || !failure.transient || attempt >= tries) throw failure;
      const asked = error instanceof ProviderFailure ? (error.retryAfterMs ?? 0) : 0;
      if (asked > longestPauseMs) throw failure;
      const wait = Math.max(asked, firstPauseMs * 2 ** (attempt - 1));
      await pause(wait, undefined, { signal }).catch(() => {});
    }
  }
}

function inWords(error: unknown, embedder: string, own: AbortSignal): EmbeddingFailure {
  if (error instanceof EmbeddingFailure) return error;
  if (error instanceof ProviderFailure)
    return new EmbeddingFailure('provider', `${embedder}: ${error.detail}`, error.transient);
  if (own.aborted)
    return new EmbeddingFailure('provider', `${embedder} did not answer in the time it was given`, true);
  return new EmbeddingFailure('provider', `${embedder} failed in an unexpected way`, true);
}
