import type { Flag } from '../../../../../shared/model/flag.ts';
import type { Explanation } from '../../../trpc.ts';
import { VariantBar } from '../../../ui/VariantBar.tsx';
import { barParts, bucketsOf, nameOf } from '../variants.ts';
import classes from './Decision.module.css';
import { placeInBar } from './placeInBar.ts';

/** The split that decided, with a mark where this person stands in it. Nothing where no split decided. */
export function PlaceInSplit({ flag, evaluation }: { flag: Flag } & Pick<Explanation, 'evaluation'>) {
  const { bucket, ruleId, variant, reason } = evaluation;
  const serve =
    ruleId === null ? flag.fallthrough : flag.rules.find((candidate) => candidate.id === ruleId)?.serve;
  if (reason !== 'SPLIT' || bucket === null || serve?.kind !== 'split') return null;
  const parts = barParts(flag, [], bucketsOf(serve));
  const place = placeInBar(
    serve.split,
    parts.map(({ key }) => key),
    bucket,
  );
  if (place === null) return null;
  return (
    <div className={classes.place}>
      <VariantBar parts={parts} label={`They stand in the part of ${nameOf(flag, variant)}`} />
      <span className={classes.mark} style={{ left: `${place * 100}%` }} />
    </div>
  );
}
