import { createTRPCUntypedClient, httpBatchStreamLink, httpLink } from '@trpc/client';
import { z } from 'zod';
import { CallResponse } from '../shared/model/call.ts';
import type { StreamEvent } from '../shared/model/stream.ts';
import type { Client, GenerateRequest, LocalAnswer } from './client.ts';
import { ClientError, firstIssue } from './clientError.ts';
import type { Connection } from './connection.ts';

/** The longest deadline that a flag can have, and time for the way there and back, in milliseconds. */
const longestMs = 610_000;

/** AI calls through the server: the flag's own deadline bounds them, this timeout only a connection that hangs. */
export function createGenerate(connection: Connection): Pick<Client, 'generate' | 'stream'> {
  const { closed } = connection;
  const bounded = () => AbortSignal.any([closed, AbortSignal.timeout(longestMs)]);
  const whole = createTRPCUntypedClient({ links: [httpLink(linkOptions(connection))] });
  const streaming = createTRPCUntypedClient({ links: [httpBatchStreamLink(linkOptions(connection))] });
  const asked = (request: GenerateRequest, local: LocalAnswer | undefined) =>
    local ? { ...request, answersLocally: true } : request;

  return {
    async generate(request, { local } = {}) {
      const answer = readAnswer(
        await whole.mutation('ai.generate', asked(request, local), { signal: bounded() }),
      );
      if (answer.servedBy !== 'local' || !local) return answer;
      return { ...answer, output: await local(request, answer.variant) };
    },
    async *stream(request, { local } = {}) {
      const leaving = new AbortController();
      const signal = AbortSignal.any([bounded(), leaving.signal]);
      try {
        const events = (await streaming.mutation('ai.stream', asked(request, local), {
          signal,
        })) as AsyncIterable<StreamEvent>;
        for await (const event of events) {
          if (event.type === 'done' && event.answer.servedBy === 'local' && local)
            yield* localEvents(event.answer, await local(request, event.answer.variant));
          else yield event;
        }
      } finally {
        // Whoever stops reading ends the call, and the model's work with it.
        leaving.abort(new ClientError('closed', 'The stream is no longer read'));
      }
    },
  };
}

const linkOptions = ({ url, key, fetch }: Connection) => ({
  url: `${url}/trpc`,
  headers: { authorization: `Bearer ${key}` },
  fetch: (address: unknown, init: unknown) => fetch(address as string | URL, init as RequestInit),
});

/** A local answer as the stream that a model's would have been. */
function* localEvents(answer: CallResponse, output: string): Generator<StreamEvent> {
  const { requestId, variant, unit, servedBy, fallbackReason, reason, revision, simulated, conversation } =
    answer;
  const known = {
    requestId,
    variant,
    unit,
    servedBy,
    fallbackReason,
    reason,
    revision,
    simulated,
    conversation,
  };
  yield { type: 'meta', ...known, model: 'local' };
  yield { type: 'delta', text: output };
  yield { type: 'done', answer: { ...answer, output } };
}

/** What no answer is without. */
const Essential = z.looseObject({ requestId: z.string(), output: z.string() });

/**
 * The server may be of another version: what it adds is left out, and a word for how the call went that this
 * client does not know must not lose an answer that is there and paid for.
 * @throws ClientError `invalid` for what is no answer at all.
 */
function readAnswer(json: unknown): CallResponse {
  const answer = CallResponse.safeParse(json);
  if (answer.success) return answer.data;
  const essential = Essential.safeParse(json);
  if (essential.success) return essential.data as unknown as CallResponse;
  throw new ClientError(
    'invalid',
    `The server's answer cannot be read by this version of the client: ${firstIssue(essential.error)}`,
  );
}
