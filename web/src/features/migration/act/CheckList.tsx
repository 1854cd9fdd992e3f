import { CheckIcon, CrossIcon } from '../../../ui/icons.tsx';
import classes from '../Migration.module.css';
import type { Check } from '../types.ts';
import { checkWords } from '../words.ts';

interface CheckListProps {
  label: string;
  checks: readonly Check[];
}

/** Each check with what was found and, where it did not pass, what would mend it; those that did not come first. */
export function CheckList({ label, checks }: CheckListProps) {
  const sorted = [...checks.filter(({ passed }) => !passed), ...checks.filter(({ passed }) => passed)];
  return (
    <ul className={classes.checks} aria-label={label}>
      {sorted.map(({ check, passed, figure, mend }) => (
        <li key={check} className={classes.check} data-passed={passed}>
          <span className={classes.checkMark} aria-hidden="true">
            {passed ? <CheckIcon size={14} /> : <CrossIcon size={14} />}
          </span>
          <div>
            <span className={classes.checkName}>{checkWords(check)}</span>
            <span className="visually-hidden">{passed ? ', passed: ' : ', refused: '}</span>
            <div className={classes.small}>{figure}</div>
            {!passed && mend !== '' && <div className={classes.mend}>{mend}</div>}
          </div>
        </li>
      ))}
    </ul>
  );
}
