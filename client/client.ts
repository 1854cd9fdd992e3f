import type { z } from 'zod';
import type { Evaluation } from '../shared/evaluation/evaluation.ts';
import type { CallRequest, CallResponse } from '../shared/model/call.ts';
import type { EvaluationContext } from '../shared/model/context.ts';
import type { JsonValue } from '../shared/model/flag.ts';
import type { StreamEvent } from '../shared/model/stream.ts';
import type { Emitter } from './emitter.ts';
import type { Details } from './resolve.ts';

/** One AI call through a call flag: `flag`, `input` or `variables`, `context`, `history` and so on. */
export type GenerateRequest = z.input<typeof CallRequest>;

/**
 * The product's own answer for a `local` variant: it gets the request and the variant's key, and gives the text. The record
 * says `local`; what the function does, and whether it fails, is the product's own.
 */
export type LocalAnswer = (request: GenerateRequest, variant: string) => string | Promise<string>;

export interface GenerateOptions {
  /** Answers `local` variants. Without it, they get the flag's fallback. */
  local?: LocalAnswer;
}

/** What product code works with. The fake for tests has the same shape. */
export interface Client {
  /**
   * Resolves once there is a configuration to evaluate with: the server's, or the cache's where the server
   * does not answer. Evaluating before that gives the defaults.
   * @throws ClientError `not-ready` after `timeoutMs` milliseconds (default 10,000), `closed`.
   */
  ready(timeoutMs?: number): Promise<void>;
  /** The decision as it is; null where there is no such flag, or no configuration yet. Never throws. */
  evaluate(flag: string, context?: EvaluationContext): Evaluation | null;
  boolean(flag: string, context: EvaluationContext, fallback: boolean): boolean;
  string(flag: string, context: EvaluationContext, fallback: string): string;
  number(flag: string, context: EvaluationContext, fallback: number): number;
  /** Any JSON value. It belongs to the configuration and is frozen. */
  json<Value extends JsonValue>(flag: string, context: EvaluationContext, fallback: Value): Value;
  /** The value with variant, reason, error and metadata; the default's type is the type that the flag must have. */
  details<Value extends JsonValue>(flag: string, context: EvaluationContext, fallback: Value): Details<Value>;
  /**
   * An AI call through the server; the key needs the scope `call`.
   * @throws TRPCClientError when the server refuses it or cannot be reached; ClientError `invalid` when its answer
   * cannot be read.
   */
  generate(request: GenerateRequest, options?: GenerateOptions): Promise<CallResponse>;
  /**
   * The same as a stream: one `meta` with the first content, then `delta` and `tool-calls`, at the end `done`, or `error`
   * for an answer that is not whole. Whoever stops iterating ends the call. Throws as `generate` does, while iterating.
   */
  stream(request: GenerateRequest, options?: GenerateOptions): AsyncIterable<StreamEvent>;
  on: Emitter['on'];
  /** The revision that decides now; null before there is one. */
  revision(): number | null;
  /** Ends the connection; what was there before still decides. */
  close(): Promise<void>;
}

export interface ClientOptions {
  /** The server's address, such as `http://localhost:4600`. */
  url: string;
  /** An API key with the scope `sync`, and `call` for `generate`. Unset is refused at once. */
  key: string | undefined;
  /** How the admin app names this client; by default the host's name and the process id. */
  name?: string;
  /** Where the last known configuration is kept, for a start while the server is down. */
  cacheFile?: string;
  /** Longest time between two questions for changes, in milliseconds; 4,000 by default, from 250 to 3,600,000. */
  pollMs?: number;
  fetch?: typeof globalThis.fetch;
}
