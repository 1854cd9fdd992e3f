import { promptKey } from '../../shared/model/prompt.ts';
import { describeUnit } from '../../shared/text/describeUnit.ts';
import type { Dependencies } from '../context.ts';
import { findUnit } from './findUnit.ts';
import { relativesOf } from './lineage.ts';
import { listUnits } from './listUnits.ts';

/** One unit with all that its page shows. @throws KnowngoodError NOT_FOUND */
export async function readUnit(
  dependencies: Pick<Dependencies, 'configuration' | 'store' | 'pipe'>,
  environment: string,
  id: string,
) {
  const { configuration, store } = dependencies;
  const snapshot = configuration.snapshot(environment);
  const unit = findUnit(snapshot, id);
  const order = await registrationOrder(dependencies, environment);
  const [entries, marks] = await Promise.all([
    listUnits(dependencies, environment),
    store.configuration.revisions({ environment, limit: 50, resource: { kind: 'unit', key: id } }),
  ]);
  const entry = entries.find((one) => one.id === id);
  const prompt = snapshot.prompts.get(promptKey(unit.specification.prompt));
  const first = marks.at(-1);
  const last = marks[0];
  return {
    ...unit,
    retiredAt: unit.retiredAt ?? null,
    facts: describeUnit(unit.specification),
    simulated: entry?.simulated ?? false,
    available: entry?.available ?? false,
    usedBy: entry?.usedBy ?? [],
    price: entry?.price ?? null,
    figures: entry?.figures ?? null,
    prompt: prompt
      ? { name: prompt.name, version: prompt.version, description: prompt.description, path: prompt.path }
      : null,
    registered: first ? { at: first.at, by: first.author.name, reason: first.reason } : null,
    retired:
      unit.retiredAt !== undefined && last
        ? { at: last.at, by: last.author.name, reason: last.reason }
        : null,
    relatives: relativesOf(unit, snapshot.units.values(), (one) => order.get(one) ?? 0),
  };
}

/** The revision that registered each unit. A mark that came later does not count. */
async function registrationOrder(
  { configuration, store }: Pick<Dependencies, 'configuration' | 'store'>,
  environment: string,
): Promise<Map<string, number>> {
  const snapshot = configuration.snapshot(environment);
  const order = new Map<string, number>();
  for (const { id, retiredAt } of snapshot.units.values()) {
    const version = snapshot.versions.get(`unit/${id}`) ?? 0;
    order.set(id, version);
    if (retiredAt === undefined) continue;
    const marks = await store.configuration.revisions({
      environment,
      limit: 50,
      resource: { kind: 'unit', key: id },
    });
    order.set(id, marks.at(-1)?.number ?? version);
  }
  return order;
}
