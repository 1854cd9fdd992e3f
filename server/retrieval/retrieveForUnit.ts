import type { FallbackReason } from '../../shared/model/call.ts';
import type { Passage, ServedFrom } from '../../shared/model/collection.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Retrieval as RetrievalSettings } from '../../shared/model/unit.ts';
import { KnowngoodError } from '../errors.ts';
import type { Retrieval } from './retrieval.ts';
import { search } from './search.ts';

/** A unit got no passages. It is the unit's failure, not the caller's: the route goes on with the next one. */
export class RetrievalFailure extends Error {
  readonly failure: FallbackReason;

  constructor(failure: FallbackReason, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** Passages as the text that fills a prompt variable, and which index they came from. */
export interface Retrieved {
  text: string;
  served: ServedFrom;
}

export interface RetrieveRequest {
  environment: string;
  retrieval: RetrievalSettings;
  query: string;
  context: EvaluationContext;
  /** Ends with the call's deadline, or when the caller leaves. */
  signal: AbortSignal;
}

/**
 * The k best chunks of a unit's collection for a query, best first, each under its title.
 * @throws RetrievalFailure, or the signal's reason.
 */
export async function retrieveForUnit(
  retrieval: Retrieval,
  { environment, retrieval: { collection, k }, query, context, signal }: RetrieveRequest,
): Promise<Retrieved> {
  try {
    const request = { environment, collection, query, k, per: 'chunk' as const, context, signal };
    const { passages, ...served } = await search(retrieval, request);
    return { text: passages.map(inWords).join('\n\n'), served };
  } catch (error) {
    if (error instanceof KnowngoodError) throw new RetrievalFailure('not-available', error.message);
    if (!signal.aborted)
      retrieval.log.error({ err: error, collection }, 'a unit could not retrieve its passages');
    if (signal.aborted)
      throw new RetrievalFailure('timeout', `The collection "${collection}" was not searched in time`);
    throw new RetrievalFailure('not-available', `The collection "${collection}" could not be searched`);
  }
}

/** Chunks mostly begin with their title already. */
function inWords({ document, title, text }: Passage): string {
  const own = title !== '' && text.startsWith(`${title}\n`) ? text.slice(title.length + 1) : text;
  return `## ${title === '' ? document : title}\n\n${own.trim()}`;
}
