import { compile, type Evaluator } from '../../shared/evaluation/compile.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Override } from '../../shared/model/override.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { type ResourceKind, resourceSchemas } from '../../shared/model/resource.ts';
import type { Segment } from '../../shared/model/segment.ts';
import type { Unit } from '../../shared/model/unit.ts';
import type { StoredResource } from '../store/store.ts';

/** One environment's whole configuration at one revision: immutable, in memory, all that a call reads. */
export interface Snapshot {
  environment: string;
  revision: number;
  /** Hash of the log's last entry. */
  headHash: string;
  flags: ReadonlyMap<string, Flag>;
  segments: ReadonlyMap<string, Segment>;
  units: ReadonlyMap<string, Unit>;
  prompts: ReadonlyMap<string, PromptVersion>;
  overrides: ReadonlyMap<string, Override>;
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
  const byKind = {
    flag: new Map<string, Flag>(),
    segment: new Map<string, Segment>(),
    unit: new Map<string, Unit>(),
    prompt: new Map<string, PromptVersion>(),
    override: new Map<string, Override>(),
  };
  const versions = new Map<string, number>();
  for (const { kind, key, version, body } of resources) {
    const parsed = resourceSchemas[kind].safeParse(body);
    if (!parsed.success) {
      throw new Error(
        `The stored ${kind} "${key}" of "${environment}" does not fit its schema: ${parsed.error.issues[0]?.message}`,
      );
    }
    (byKind[kind] as Map<string, unknown>).set(key, parsed.data);
    versions.set(versionKey(kind, key), version);
  }
  const { flag: flags, segment: segments, unit: units, prompt: prompts, override: overrides } = byKind;
  const evaluator = compile({ flags, segments, overrides });
  return {
    environment,
    revision: head.number,
    headHash: head.hash,
    flags,
    segments,
    units,
    prompts,
    overrides,
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
  }
}
