import type { OverrideMode } from '../../shared/model/override.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { versionKey } from '../configuration/snapshot.ts';

/** An override in force, with who set it and why. */
export interface OverrideInForce {
  target: string;
  mode: OverrideMode;
  since: string;
  author: string;
  reason: string;
  /** False while the store refuses it: calls obey it, a restart would lose it. */
  committed: boolean;
}

/** Every override of an environment, the environment's own first. */
export async function overridesInForce(
  configuration: Configuration,
  environment: string,
): Promise<OverrideInForce[]> {
  const snapshot = configuration.snapshot(environment);
  const waiting = configuration.uncommitted().filter((one) => one.environment === environment);
  const found: OverrideInForce[] = [];
  for (const override of snapshot.overrides.values()) {
    const own = waiting.find((one) => one.override === override);
    const version = snapshot.versions.get(versionKey('override', override.target)) ?? 0;
    const [revision] = own
      ? [own]
      : await configuration.store.configuration.revisions({ environment, before: version + 1, limit: 1 });
    found.push({
      ...override,
      author: revision?.author.name ?? '',
      reason: revision?.reason ?? '',
      committed: own === undefined,
    });
  }
  return found.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
