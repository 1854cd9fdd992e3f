import { type Unit, UnitSpecification } from '../../shared/model/unit.ts';
import { canonicalHash } from '../configuration/hash.ts';

/** A unit from its specification: the id is `iu_` and the first 20 hex digits of SHA-256 over its canonical JSON. */
export function makeUnit(specification: UnitSpecification): Unit {
  const checked = UnitSpecification.parse(specification);
  const { prompt, model } = checked;
  return {
    id: `iu_${canonicalHash(checked).slice(0, 20)}`,
    label: `${model} · ${prompt.name} ${prompt.version}`,
    specification: checked,
  };
}
