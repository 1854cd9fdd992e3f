import type { FallbackReason } from '../../shared/model/call.ts';
import { type Behaviour, behaviours } from './misbehavingUpstream.ts';

/**
 * What becomes of a call whose unit's upstream does this. `good`: known good answers in its place (and where
 * nothing else can, the static answer does). `whole`: the answer is used. `broken`: content had reached the caller, who is
 * told in-band that the answer is not whole.
 */
export interface Fate {
  what: 'good' | 'whole' | 'broken';
  reason: FallbackReason | null;
  /** How often the upstream was asked. */
  tries: number;
  /** Whether the circuit breaker counts it against the upstream. */
  counts: boolean;
}

export interface Fault {
  name: string;
  /** An upstream that does this, or an address where there is none. */
  upstream: Behaviour | { url: string };
  /** Null: it cannot happen in this mode. */
  unary: Fate | null;
  stream: Fate | null;
  schema?: boolean;
}

const good = (reason: FallbackReason, { tries = 1, counts = true } = {}): Fate => ({
  what: 'good',
  reason,
  tries,
  counts,
});
const broken = (reason: FallbackReason): Fate => ({ what: 'broken', reason, tries: 1, counts: true });
const whole: Fate = { what: 'whole', reason: null, tries: 1, counts: false };
const retried = { tries: 3 };
const quality = { counts: false };

const both = (name: string, upstream: Fault['upstream'], fate: Fate, more: Partial<Fault> = {}): Fault => ({
  name,
  upstream,
  unary: fate,
  stream: fate,
  ...more,
});

/** Every fault that the pipe is held against, over real sockets. `docs/faults.md` is written from this table. */
export const faults: Fault[] = [
  both('Refuses the connection', { url: 'http://127.0.0.1:1/v1' }, good('connection', retried)),
  both(
    'A host name that does not resolve',
    { url: 'http://nowhere.invalid/v1' },
    good('connection', retried),
  ),
  both('Does not speak TLS on an https address', { url: 'https://UPSTREAM/v1' }, good('connection', retried)),
  both('Accepts the request and never answers', behaviours.silent, good('timeout')),
  {
    name: 'Sends headers, then nothing',
    upstream: behaviours.headersThenSilence,
    unary: good('timeout'),
    stream: good('timeout'),
  },
  {
    name: 'Sends one token, then nothing',
    upstream: behaviours.oneTokenThenSilence,
    unary: good('timeout'),
    stream: broken('stalled'),
  },
  {
    name: 'Sends nothing but keep-alive comments',
    upstream: behaviours.keepAliveOnly,
    unary: good('timeout'),
    stream: good('timeout'),
  },
  {
    name: 'Resets the connection in mid-answer',
    upstream: behaviours.oneTokenThenReset,
    unary: good('connection', retried),
    stream: broken('connection'),
  },
  {
    name: 'Closes before the promised length',
    upstream: behaviours.cutShort,
    unary: good('connection', retried),
    stream: good('connection', retried),
  },
  both('Ends cleanly without a finish reason', behaviours.endsWithoutFinish, good('incomplete'), {
    stream: broken('incomplete'),
  }),
  {
    name: 'Says `[DONE]` without a finish reason',
    upstream: behaviours.doneWithoutFinish,
    unary: null,
    stream: broken('incomplete'),
  },
  {
    name: 'Reports an error in-band before any content',
    upstream: behaviours.errorInBand,
    unary: good('provider-error'),
    stream: good('provider-error', retried),
  },
  {
    name: 'Reports an error in-band after content',
    upstream: behaviours.errorAfterContent,
    unary: null,
    stream: broken('provider-error'),
  },
  both('429 without Retry-After', behaviours.rateLimited, good('rate-limited', retried)),
  both('429, try again in 50 ms', behaviours.rateLimitedForAMoment, good('rate-limited', retried)),
  both('429, try again in an hour', behaviours.rateLimitedForAnHour, good('rate-limited')),
  both('500', behaviours.serverError, good('provider-error', retried)),
  both('503', behaviours.unavailable, good('provider-error', retried)),
  both('529', behaviours.overloaded, good('provider-error', retried)),
  both('401', behaviours.unauthorised, good('authentication')),
  both('403, a prompt that is not allowed', behaviours.forbidden, good('refused-request', quality)),
  both('400, the context is too long', behaviours.contextTooLong, good('context-too-long', quality)),
  both('400, anything else', behaviours.refused, good('refused-request', quality)),
  both('A redirect to another place', behaviours.redirects, good('provider-error')),
  both('Something that is not JSON', behaviours.malformed, good('provider-error')),
  both('JSON that ends too early', behaviours.truncated, good('provider-error')),
  both('An empty answer', behaviours.empty, good('empty-output', quality)),
  both('60,000 characters: cut at 50,000, and said so', behaviours.enormous, whole),
  both(
    'Structured output that does not fit its schema',
    behaviours.notTheSchema,
    good('invalid-output', quality),
    { schema: true },
  ),
  both('Structured output that fits', behaviours.theSchema, whole, { schema: true }),
  {
    name: 'Drips on past the deadline',
    upstream: behaviours.slowDrip,
    unary: good('timeout'),
    stream: broken('timeout'),
  },
  {
    name: 'Reasons for longer than a token may take, then answers',
    upstream: behaviours.reasonsFirst,
    unary: null,
    stream: whole,
  },
  { name: 'Answers twice', upstream: behaviours.answersTwice, unary: good('provider-error'), stream: whole },
  {
    name: 'Adds content after its finish reason: not passed on',
    upstream: behaviours.addsAfterFinish,
    unary: null,
    stream: whole,
  },
];
