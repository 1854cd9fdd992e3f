import { compile, type Evaluator, type Rulebook } from '../../shared/evaluation/compile.ts';
import type { ApprovalPolicy } from '../../shared/model/approvalPolicy.ts';
import type { Collection } from '../../shared/model/collection.ts';
import type { Flag } from '../../shared/model/flag.ts';
import { everyFlag, type Override } from '../../shared/model/override.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { ResourceKind, resourceSchemas } from '../../shared/model/resource.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import type { Segment } from '../../shared/model/segment.ts';
import type { Unit } from '../../shared/model/unit.ts';
import type { StoredResource } from '../store/store.ts';

/** The current resources of each kind, by key. */
interface Resources {
  flag: ReadonlyMap<string, Flag>;
  segment: ReadonlyMap<string, Segment>;
  unit: ReadonlyMap<string, Unit>;
  prompt: ReadonlyMap<string, PromptVersion>;
  override: ReadonlyMap<string, Override>;
  schedule: ReadonlyMap<string, Schedule>;
  policy: ReadonlyMap<string, ApprovalPolicy>;
  collection: ReadonlyMap<string, Collection>;
}

/** One environment's whole configuration at one revision: immutable, in memory, all that a call reads. */
export interface Snapshot {
  environment: string;
  revision: number;
  /** Hash of the log's last entry. */
  headHash: string;
  flags: Resources['flag'];
  segments: Resources['segment'];
  units: Resources['unit'];
  prompts: Resources['prompt'];
  overrides: Resources['override'];
  schedules: Resources['schedule'];
  /** Who must approve what; empty where nobody has to. */
  policies: Resources['policy'];
  /** What the log says of collections; which index answers is known to `server/retrieval`. */
  collections: Resources['collection'];
  /** Per resource, the revision that last changed it. */
  versions: ReadonlyMap<string, number>;
  evaluator: Evaluator;
}

export const versionKey = (kind: ResourceKind, key: string): string => `${kind}/${key}`;

/**
 * Folds stored resources into a snapshot. Every body is validated on the way out of the store.
 * @throws Error naming the resource that does not fit its schema.
 */
export function foldSnapshot(
  environment: string,
  head: { number: number; hash: string },
  resources: readonly StoredResource[],
): Snapshot {
  const folded = {
    flag: new Map(),
    segment: new Map(),
    unit: new Map(),
    prompt: new Map(),
    override: new Map(),
    schedule: new Map(),
    policy: new Map(),
    collection: new Map(),
  };
  const versions = new Map<string, number>();
  for (const { kind, key, version, body } of resources) {
    const parsed = resourceSchemas[kind].safeParse(body);
    if (!parsed.success) {
      throw new Error(
        `The stored ${kind} "${key}" of "${environment}" does not fit its schema: ${parsed.error.issues[0]?.message}`,
      );
    }
    folded[kind].set(key, parsed.data);
    versions.set(versionKey(kind, key), version);
  }
  return snapshotOf(
    { environment, revision: head.number, headHash: head.hash },
    folded,
    versions,
    (rulebook) => compile(rulebook, Date.now),
  );
}

/** The next snapshot: this one with validated changes applied. It shares with this one all that has not changed. */
export function nextSnapshot(
  snapshot: Snapshot,
  changes: readonly { kind: ResourceKind; key: string; body: unknown }[],
): Snapshot {
  const revision = snapshot.revision + 1;
  const resources = Object.fromEntries(
    ResourceKind.options.map((kind) => [kind, ofKind(snapshot, kind)]),
  ) as Record<ResourceKind, ReadonlyMap<string, unknown>>;
  const versions = new Map(snapshot.versions);
  for (const [kind, own] of Map.groupBy(changes, (change) => change.kind)) {
    const copy = new Map(resources[kind]);
    for (const { key, body } of own) {
      if (body === null) {
        copy.delete(key);
        versions.delete(versionKey(kind, key));
      } else {
        copy.set(key, body);
        versions.set(versionKey(kind, key), revision);
      }
    }
    resources[kind] = copy;
  }
  const identity = { environment: snapshot.environment, revision, headHash: '' };
  return snapshotOf(identity, resources as Resources, versions, (rulebook) =>
    snapshot.evaluator.recompile(rulebook, touchedFlags(changes)),
  );
}

/** The flags that a commit changes by themselves or by their override; undefined where it may change any. */
function touchedFlags(changes: readonly { kind: ResourceKind; key: string }[]): string[] | undefined {
  const wide = changes.some(
    ({ kind, key }) => kind === 'segment' || (kind === 'override' && key === everyFlag),
  );
  return wide
    ? undefined
    : changes.filter(({ kind }) => kind === 'flag' || kind === 'override').map(({ key }) => key);
}

/** The snapshot with other overrides over its own, as calls must obey it before the log holds them. */
export function withOverrides(snapshot: Snapshot, waiting: readonly { override: Override }[]): Snapshot {
  const overrides = new Map(snapshot.overrides);
  for (const { override } of waiting) overrides.set(override.target, override);
  const { flags, segments } = snapshot;
  return { ...snapshot, overrides, evaluator: snapshot.evaluator.recompile({ flags, segments, overrides }) };
}

type Identity = Pick<Snapshot, 'environment' | 'revision' | 'headHash'>;

function snapshotOf(
  identity: Identity,
  resources: Resources,
  versions: Snapshot['versions'],
  evaluatorOf: (rulebook: Rulebook) => Evaluator,
): Snapshot {
  const {
    flag: flags,
    segment: segments,
    unit: units,
    prompt: prompts,
    override: overrides,
    schedule: schedules,
    policy: policies,
    collection: collections,
  } = resources;
  const evaluator = evaluatorOf({ flags, segments, overrides });
  return {
    ...identity,
    flags,
    segments,
    units,
    prompts,
    overrides,
    schedules,
    policies,
    collections,
    versions,
    evaluator,
  };
}

/** The resources of a kind, whatever it is. */
export function ofKind(snapshot: Snapshot, kind: ResourceKind): ReadonlyMap<string, unknown> {
  switch (kind) {
    case 'flag':
      return snapshot.flags;
    case 'segment':
      return snapshot.segments;
    case 'unit':
      return snapshot.units;
    case 'prompt':
      return snapshot.prompts;
    case 'override':
      return snapshot.overrides;
    case 'schedule':
      return snapshot.schedules;
    case 'policy':
      return snapshot.policies;
    case 'collection':
      return snapshot.collections;
  }
}
