import type { Variant } from '../../../shared/model/flag.ts';
import { formatShare } from './format.ts';
import classes from './VariantBar.module.css';

export interface BarPart {
  key: string;
  name: string;
  kind: Variant['kind'];
  /** What answers: a unit's label, or a value in words. */
  unitLabel: string | null;
  /** 0 to 1. */
  share: number;
  color: string;
}

/** What answers where no unit does. */
const withoutUnit: Partial<Record<BarPart['kind'], string>> = {
  static: 'fixed text',
  rules: 'rules, no model',
  local: 'the product’s own function',
};

const inWords = (parts: readonly BarPart[]): string =>
  parts.map((part) => `${part.name} ${formatShare(part.share)}`).join(', ');

/** Who gets what, as one bar. */
export function VariantBar({ parts, label }: { parts: readonly BarPart[]; label: string }) {
  return (
    <div className={classes.bar} role="img" aria-label={`${label}: ${inWords(parts)}`}>
      {parts.map((part) => (
        <div
          key={part.key}
          className={`${classes.part} ${part.kind === 'static' ? classes.static : ''}`}
          style={{ width: `${part.share * 100}%`, backgroundColor: part.color }}
        />
      ))}
    </div>
  );
}

/** The same in figures, a line for each variant. */
export function VariantLegend({ parts }: { parts: readonly BarPart[] }) {
  return (
    <ul className={classes.legend}>
      {parts.map((part) => (
        <li key={part.key} className={classes.item}>
          <span className={classes.dot} style={{ backgroundColor: part.color }} />
          <span className={classes.share}>{formatShare(part.share)}</span>
          <span>
            {part.name} <span className={classes.unit}>{part.unitLabel ?? withoutUnit[part.kind]}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
