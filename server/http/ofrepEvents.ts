import type { RequestHandler } from 'express';
import type { KeyPrincipal } from '../auth/access.ts';
import type { Dependencies } from '../context.ts';
import { createConnections } from '../live/connections.ts';
import { sendRevisions } from '../live/sendRevisions.ts';
import { visibleFlag } from './ofrepAnswers.ts';
import { ticketHolder } from './ofrepCaller.ts';
import { sendOfrepError } from './ofrepErrors.ts';
import { watchWindowMoments } from './ofrepWindows.ts';

const mostStreamsOfAKey = 2_000;
/** Seconds after which a page in the background closes its stream. */
const inactivityDelaySec = 120;

/** Where a client hears of changes. The address stays the same, so that clients keep their connection. */
export const eventStreamOf = ({ serviceKeys, publicUrl }: Dependencies, key: KeyPrincipal) => ({
  type: 'sse',
  url: `${publicUrl()}/ofrep/v1/events?ticket=${serviceKeys.ticketOf(key)}`,
  inactivityDelaySec,
});

/**
 * Tells clients to evaluate again, as the protocol's `refetchEvaluation` event, with each change and whenever a time
 * window of a flag that they see opens or closes. It holds nothing else.
 */
export function ofrepEvents({ configuration, serviceKeys, log }: Dependencies): RequestHandler {
  const connections = createConnections(mostStreamsOfAKey);
  const moments = watchWindowMoments(configuration);
  return async (request, response) => {
    try {
      const { key, isPublic } = await ticketHolder(serviceKeys, request, response);
      connections.enter(key.id, response);
      const { environment } = key;
      sendRevisions({
        configuration,
        environment,
        response,
        dataOf: ({ tag }) => JSON.stringify({ type: 'refetchEvaluation', etag: `"${tag}"` }),
        stillAllowed: async () =>
          (await serviceKeys.principalOfTicket(String(request.query.ticket))) !== null,
        watchMoments: (tell) =>
          moments.watch(environment, (flags) => {
            const snapshot = configuration.snapshot(environment);
            if (flags.some((flag) => visibleFlag(snapshot, flag, isPublic))) tell();
          }),
      });
    } catch (error) {
      sendOfrepError(response, error, log);
    }
  };
}
