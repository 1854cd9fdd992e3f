import { versionKey } from '../configuration/snapshot.ts';
import type { Dependencies } from '../context.ts';
import { figureDays, figuresOf, pricePerMillion } from './unitFigures.ts';
import { usesByUnit } from './unitUses.ts';

/** Every unit with its uses, price and figures, newest first. */
export async function listUnits(
  { configuration, store, pipe }: Pick<Dependencies, 'configuration' | 'store' | 'pipe'>,
  environment: string,
) {
  const snapshot = configuration.snapshot(environment);
  const since = new Date(configuration.now().getTime() - figureDays * 24 * 60 * 60 * 1000).toISOString();
  const changedAt = (id: string) => snapshot.versions.get(versionKey('unit', id)) ?? 0;
  const traffic = await store.telemetry.trafficByUnit({ environment, since });
  const byUnit = new Map(traffic.map((one) => [one.unit, one]));
  const uses = usesByUnit(snapshot);
  return [...snapshot.units.values()]
    .map(({ id, label, specification, retiredAt }) => {
      const provider = pipe.providers.get(specification.provider) ?? null;
      return {
        id,
        label,
        specification,
        retiredAt: retiredAt ?? null,
        simulated: provider?.simulated ?? false,
        /** False where this server has no such provider: calls would fall back. */
        available: provider !== null,
        usedBy: uses.get(id) ?? [],
        price: pricePerMillion(
          pipe.priceOf,
          provider ?? { name: specification.provider, simulated: false },
          specification.model,
        ),
        figures: figuresOf(byUnit.get(id)),
      };
    })
    .toSorted((a, b) => changedAt(b.id) - changedAt(a.id) || a.label.localeCompare(b.label));
}
