import { bucketOf } from '../../shared/evaluation/bucket.ts';
import { moveShare, wholeSplit } from '../../shared/evaluation/split.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Segment } from '../../shared/model/segment.ts';

export const demoSegment: Segment = {
  key: 'beta-testers',
  name: 'Beta testers',
  description: 'People who asked for new features first, on a paid plan.',
  conditions: [
    { operator: 'in', attribute: 'beta', values: [true] },
    { operator: 'tier-at-least', attribute: 'tier', order: ['free', 'pro', 'enterprise'], tier: 'pro' },
  ],
};

const salt = 'docs-answer-2026';

/** The demo's call flag: 20% of everybody, and all beta testers, get the thorough unit. */
export const demoFlag = (units: { concise: string; thorough: string }): Flag => ({
  key: 'docs-answer',
  name: 'Documentation answers',
  description: 'The support assistant that answers questions about Knowngood from its own documentation.',
  kind: 'call',
  tags: ['support', 'demo'],
  owner: 'Support team',
  on: true,
  public: false,
  prerequisites: [],
  salt,
  hash: 'murmur3-v1',
  bucketBy: 'targetingKey',
  variants: [
    { kind: 'unit', key: 'concise', name: 'Concise', unit: units.concise },
    { kind: 'unit', key: 'thorough', name: 'Thorough', unit: units.thorough },
    {
      kind: 'static',
      key: 'unavailable',
      name: 'Fixed answer',
      text: 'The assistant is not available right now. The documentation is in the docs folder, and support answers by e-mail.',
    },
  ],
  targets: [],
  rules: [
    {
      id: 'beta-testers',
      name: 'Beta testers get the thorough answer',
      match: { kind: 'segment', segment: 'beta-testers' },
      serve: { kind: 'variant', variant: 'thorough' },
    },
  ],
  fallthrough: {
    kind: 'split',
    split: moveShare(wholeSplit('concise', bucketOf('origin', 'docs-answer')), {
      candidate: 'thorough',
      donor: 'concise',
      share: 20_000,
    }),
  },
  offVariant: 'unavailable',
  knownGood: 'concise',
  fallback: 'unavailable',
  deadlineMs: 10_000,
});
