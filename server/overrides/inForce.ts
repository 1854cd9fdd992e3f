import type { OverrideMode } from '../../shared/model/override.ts';
import { versionKey } from '../configuration/snapshot.ts';
import type { Dependencies } from '../context.ts';

/** An override in force, with who set it and why. */
export interface OverrideInForce {
  target: string;
  mode: OverrideMode;
  since: string;
  author: string;
  reason: string;
}

/** Every override of an environment, the environment's own first. */
export async function overridesInForce(
  { configuration, store }: Pick<Dependencies, 'configuration' | 'store'>,
  environment: string,
): Promise<OverrideInForce[]> {
  const snapshot = configuration.snapshot(environment);
  const found: OverrideInForce[] = [];
  for (const override of snapshot.overrides.values()) {
    const version = snapshot.versions.get(versionKey('override', override.target)) ?? 0;
    const [revision] = await store.configuration.revisions({ environment, before: version + 1, limit: 1 });
    found.push({ ...override, author: revision?.author.name ?? '', reason: revision?.reason ?? '' });
  }
  return found.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
