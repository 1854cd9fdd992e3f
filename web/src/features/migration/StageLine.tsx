import classes from './Migration.module.css';
import { stageLine, whereWords } from './stageLine.ts';
import type { MigrationState } from './types.ts';

const stateWords = { done: 'done', now: 'now', next: 'to come', never: 'not reached' };

/** Where the migration is on its way, and what comes next. */
export function StageLine({ state }: { state: MigrationState }) {
  const line = stageLine(state);
  return (
    <>
      <p className="visually-hidden" role="status">
        {whereWords(line)}
      </p>
      <ol className={classes.line} aria-label="Steps of the migration">
        {line.map(({ label, note, state: reached }) => (
          <li
            key={label}
            className={classes.station}
            data-state={reached}
            {...(reached === 'now' ? { 'aria-current': 'step' } : {})}
          >
            <span className={classes.stationLabel}>{label}</span>
            <span className="visually-hidden">, {stateWords[reached]}: </span>
            <span className={classes.small}>{note}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
