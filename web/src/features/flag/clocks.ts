import type { Variant } from '../../../../shared/model/flag.ts';
import { formatDuration } from '../../ui/format.ts';

export type UnitVariant = Extract<Variant, { kind: 'unit' }>;
export type Clock = 'attemptMs' | 'firstTokenMs' | 'betweenTokensMs' | 'totalMs' | 'guardrailMs';

interface ClockWords {
  clock: Clock;
  /** Names the field. */
  label: string;
  /** What it does, and what holds where it is left empty. */
  about: string;
  /** Names the fact, where it is only shown. */
  short: string;
  limit: (duration: string) => string;
}

/** The limits of a unit variant, in the order in which a call meets them. */
export const clocks: readonly ClockWords[] = [
  {
    clock: 'attemptMs',
    label: 'One try takes at most',
    about:
      'An answer in one piece. Empty: three fifths of the deadline, or what is left of it where no other unit follows.',
    short: 'One try',
    limit: (duration) => `at most ${duration}`,
  },
  {
    clock: 'firstTokenMs',
    label: 'A stream begins within',
    about: 'How long a stream may take to its first words. Empty: as long as one try.',
    short: 'First words',
    limit: (duration) => `within ${duration}`,
  },
  {
    clock: 'betweenTokensMs',
    label: 'A stream pauses at most',
    about:
      'Silence between two pieces of a stream; after it the answer counts as broken off. Empty: 15 seconds.',
    short: 'Pauses',
    limit: (duration) => `at most ${duration}`,
  },
  {
    clock: 'totalMs',
    label: 'All of this unit takes at most',
    about:
      'Every try together, the rest of a stream included. Empty: tries as above, and a stream that has begun may run to the deadline.',
    short: 'In all',
    limit: (duration) => `at most ${duration}`,
  },
  {
    clock: 'guardrailMs',
    label: 'Known good steps in after',
    about:
      'Latency guardrail: without an answer, or a stream’s first words, by then, known good answers this one call. Empty: no guardrail.',
    short: 'Guardrail',
    limit: (duration) => `known good after ${duration}`,
  },
];

/** The limits that a variant sets itself, as facts: "One try", "at most 2 s". */
export const clockFacts = (variant: UnitVariant): [string, string][] =>
  clocks.flatMap(({ clock, short, limit }): [string, string][] => {
    const ms = variant[clock];
    return ms === undefined ? [] : [[short, limit(formatDuration(ms))]];
  });
