import { type Unit, UnitSpecification } from '../../shared/model/unit.ts';
import { canonicalHash } from '../configuration/hash.ts';
import { KnowngoodError } from '../errors.ts';
import { whyItMoves } from './movingAlias.ts';

/**
 * A unit from its specification: the id is `iu_` and the first 20 hex digits of SHA-256 over its canonical JSON.
 * The label is for people, and says model and prompt where none is given.
 * @throws KnowngoodError INVALID for a model's name that moves.
 */
export function makeUnit(specification: UnitSpecification, label?: string): Unit {
  const checked = UnitSpecification.parse(specification);
  const { provider, prompt, model } = checked;
  const moves = whyItMoves(provider, model);
  if (moves !== null)
    throw new KnowngoodError('INVALID', moves, { issues: [{ path: 'specification.model', message: moves }] });
  return {
    id: `iu_${canonicalHash(checked).slice(0, 20)}`,
    label: label ?? `${model} · ${prompt.name} ${prompt.version}`.slice(0, 200),
    specification: checked,
  };
}
