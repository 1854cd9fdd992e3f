import { versionKey } from '../configuration/snapshot.ts';
import type { Dependencies } from '../context.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { summariseTraffic } from '../telemetry/summariseTraffic.ts';
import { summariseFlag, type Window } from './summariseFlag.ts';

/** Every flag with its traffic in the window, by name, and the totals over all of them. */
export async function readFlags(dependencies: Dependencies, environment: string, minutes: number) {
  const { configuration, store, pipe, usage } = dependencies;
  const snapshot = configuration.snapshot(environment);
  const window: Window = { now: configuration.now(), minutes };
  const since = new Date(window.now.getTime() - minutes * 60_000).toISOString();
  const versionOf = (flag: string) => snapshot.versions.get(versionKey('flag', flag)) ?? 0;
  const [rows, overrides, times] = await Promise.all([
    store.telemetry.trafficSince({ environment, since }),
    overridesInForce(configuration, environment),
    store.configuration.revisionTimes(environment, [...snapshot.flags.keys()].map(versionOf)),
  ]);
  const byFlag = Map.groupBy(rows, (row) => row.flag);
  const flags = [...snapshot.flags.values()]
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((flag) =>
      summariseFlag(snapshot, flag, {
        changedAt: times.get(versionOf(flag.key)) ?? null,
        lastEvaluatedAt: usage.lastEvaluated(environment, flag.key),
        rows: byFlag.get(flag.key) ?? [],
        overrides,
        window,
        providers: pipe.providers,
      }),
    );
  return { flags, overrides, totals: summariseTraffic(rows) };
}
