import { moveShare, wholeSplit } from '../../shared/evaluation/split.ts';
import type { Condition } from '../../shared/model/condition.ts';
import type { Serve } from '../../shared/model/flag.ts';
import type { CommitChange } from '../configuration/commit.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { testPrompt, testUnit } from './testData.ts';
import { valueFlag } from './testFlags.ts';

/**
 * One change to some resource of any kind, now and then a deletion. It may be one that a commit refuses, as people's
 * are: a segment that is still used, a prerequisite that leads in a circle.
 */
export function randomChange(snapshot: Snapshot, random: () => number): CommitChange[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const upTo = (most: number) => Math.floor(random() * most);
  const flagKey = `flag-${upTo(8)}`;
  const segmentKey = `segment-${upTo(5)}`;
  const gone = random() < 0.2;
  const condition = (): Condition =>
    pick<Condition>([
      { operator: 'in', attribute: 'tier', values: [pick(['free', 'pro', 'team'])] },
      { operator: 'greater', attribute: 'age', number: upTo(400) },
      { operator: 'in', attribute: 'beta', values: [true] },
      { operator: 'version-at-least', attribute: 'app', version: `${upTo(4)}.${upTo(9)}.0` },
      { operator: 'matches', attribute: 'targetingKey', pattern: `${upTo(10)}$` },
    ]);
  const serve = (): Serve =>
    random() < 0.5
      ? { kind: 'variant', variant: pick(['on', 'off']) }
      : {
          kind: 'split',
          split: moveShare(wholeSplit('off'), { candidate: 'on', donor: 'off', share: upTo(100_001) }),
        };
  const flag = () =>
    valueFlag(flagKey, upTo(1_000), -1, {
      on: random() < 0.8,
      salt: `salt-${upTo(3)}`,
      description: `Change ${upTo(1e6)}`,
      rules: Array.from({ length: upTo(4) }, (_, index) => ({
        id: `rule-${index}`,
        name: `Rule ${index}`,
        match:
          random() < 0.4 && snapshot.segments.size > 0
            ? { kind: 'segment' as const, segment: pick([...snapshot.segments.keys()]) }
            : { kind: 'conditions' as const, conditions: [condition()] },
        serve: serve(),
      })),
      targets: random() < 0.3 ? [{ variant: 'on', targetingKeys: [`user-${upTo(1_000)}`] }] : [],
      prerequisites:
        random() < 0.2 && snapshot.flags.size > 1
          ? [{ flag: pick([...snapshot.flags.keys()]), variants: ['on'] }]
          : [],
      fallthrough: serve(),
    });
  const version = `1.${upTo(40)}.0`;
  const at = new Date(Date.UTC(2030, 0, 1) + upTo(1e9)).toISOString();
  const target = random() < 0.1 ? '*' : pick([...snapshot.flags.keys(), '*']);
  const scheduled = `schedule-${upTo(6)}`;
  const schedule = {
    id: scheduled,
    flag: flagKey,
    at,
    set: { on: random() < 0.5 },
    author: 'A',
    reason: 'R',
  };
  const approver = () => pick(['nobody', 'second-person', 'admin']);
  return pick<() => CommitChange[]>([
    () => [{ kind: 'flag', key: flagKey, body: gone ? null : flag() }],
    () => [{ kind: 'flag', key: flagKey, body: flag() }],
    () => [{ kind: 'flag', key: flagKey, body: flag() }],
    () => [
      {
        kind: 'segment',
        key: segmentKey,
        body: gone
          ? null
          : { key: segmentKey, name: segmentKey, description: `${upTo(1e6)}`, conditions: [condition()] },
      },
    ],
    () => [
      { kind: 'prompt', key: `answer@${version}`, body: testPrompt(version) },
      { kind: 'unit', key: testUnit(version).id, body: testUnit(version) },
    ],
    () => [
      {
        kind: 'override',
        key: target,
        body: random() < 0.5 ? null : { target, mode: pick(['kill', 'known-good']), since: at },
      },
    ],
    () => [{ kind: 'schedule', key: scheduled, body: gone ? null : schedule }],
    () => [{ kind: 'policy', key: 'approvals', body: { targeting: approver(), segments: approver() } }],
    () => [
      {
        kind: 'collection',
        key: 'docs',
        body: {
          key: 'docs',
          name: 'Docs',
          description: `${upTo(1e6)}`,
          serving: `iv_${'0'.repeat(20)}`,
          indexes: [`iv_${'0'.repeat(20)}`],
          epoch: 1 + upTo(9),
          migration: null,
        },
      },
    ],
  ])();
}
