import { describeResponder } from '../../../../../shared/responder/describeResponder.ts';
import type { Responder } from '../../../../../shared/responder/responder.ts';
import { counted } from '../../../ui/format.ts';
import classes from './RuleSummary.module.css';

const most = 5;

/** Answering rules in words, the first few of many, and the default. */
export function RuleSummary({ responder }: { responder: Responder }) {
  const lines = describeResponder(responder);
  const rules = lines.slice(0, -1);
  const left = rules.length - most;
  return (
    <ol className={classes.rules} aria-label="Answering rules">
      {rules.slice(0, most).map((line, index) => (
        // Lines have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>{line}</li>
      ))}
      {left > 0 && <li className={classes.plain}>and {counted(left, 'more rule')}</li>}
      <li className={classes.plain}>
        {rules.length === 0 ? `Everybody gets ${lines.at(-1)?.replace(/^otherwise /, '')}` : lines.at(-1)}
      </li>
    </ol>
  );
}
