import type { Inference } from '../../shared/model/inference.ts';
import type { StreamStart, ToolCallPiece } from '../../shared/model/stream.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ProviderHealth } from '../providers/health.ts';
import type { PriceOf } from '../providers/price.ts';
import type { Provider } from '../providers/provider.ts';
import type { Retrieved, RetrieveRequest } from '../retrieval/retrieveForUnit.ts';
import type { TraceOf } from '../telemetry/tracesCall.ts';
import type { TraceHeaders } from '../telemetry/tracesParent.ts';
import type { Breakers } from './breaker.ts';
import type { Conversations } from './conversations.ts';
import type { Limiters } from './limiter.ts';
import type { Retries } from './retries.ts';
import type { Spending } from './spending.ts';

/** What the call pipe works with. Nothing here waits for a disk while a call is under way. */
export interface Pipe {
  configuration: Configuration;
  providers: ReadonlyMap<string, Provider>;
  limiters: Limiters;
  breakers: Breakers;
  retries: Retries;
  spending: Spending;
  conversations: Conversations;
  priceOf: PriceOf;
  health: ProviderHealth;
  /**
   * Passages of a collection that answer a query best, as the text that fills a prompt variable.
   * @throws RetrievalFailure
   */
  retrieve(request: RetrieveRequest): Promise<Retrieved>;
  /** Hands a record to the buffer; never waits and never throws. */
  record(inference: Inference, about: TraceOf): void;
  /** Tells a call under way from one that has ended, for metrics. */
  active(change: 1 | -1): void;
  hashUser(environment: string, targetingKey: string): string;
  newId(): string;
  now(): Date;
  /** Monotonic milliseconds. */
  clock(): number;
}

/** Who calls: a service by its key, or a person from the admin app. */
export interface Caller {
  environment: string;
  surface: Inference['surface'];
  /** The caller's own trace, which its call belongs to. */
  trace?: TraceHeaders | undefined;
}

/** Receives a streamed answer. `start` comes with the first content, so that a fallback before it is invisible. */
export interface StreamSink {
  start(start: StreamStart): void;
  /** A promise where the reader is slow: it settles when more can be taken, or the reader has gone. */
  text(text: string): void | Promise<void>;
  toolCalls(pieces: readonly ToolCallPiece[]): void | Promise<void>;
}

/** A sink as the route sees it: what belongs to the call itself is added further out. */
export interface UnitSink {
  start(start: Omit<StreamStart, 'requestId' | 'reason' | 'revision' | 'conversation'>): void;
  text: StreamSink['text'];
  toolCalls: StreamSink['toolCalls'];
}
