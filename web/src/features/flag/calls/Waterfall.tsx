import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { formatCount, formatDuration, none } from '../../../ui/format.ts';
import { priceWords, tryWords } from './callWords.ts';
import { labelOf } from './labelOf.ts';
import classes from './Waterfall.module.css';

/** Every try of a call on the call's time line, with how it ended and what it cost. */
export function Waterfall({ data, call }: { data: FlagData; call: RecordedCall }) {
  const ends = call.attempts.map(({ startedMs, durationMs }) => startedMs + durationMs);
  const wholeMs = Math.max(1, call.latencyMs, ...ends);
  const place = (ms: number) => `${Math.min(100, (ms / wholeMs) * 100)}%`;
  return (
    <table className={classes.waterfall}>
      <caption className="visually-hidden">Tries of this call</caption>
      <thead>
        <tr>
          <th scope="col">Try</th>
          <th scope="col" className={classes.time}>
            <span className={classes.axis}>
              <span>0</span>
              <span>{formatDuration(wholeMs)}</span>
            </span>
          </th>
          <th scope="col" className={classes.figure}>
            Took
          </th>
          <th scope="col" className={classes.figure}>
            Tokens
          </th>
          <th scope="col" className={classes.figure}>
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {call.attempts.map((attempt, index) => (
          // Two tries can begin in the same millisecond; their order is what tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={index}>
            <th scope="row">
              {labelOf(data, attempt.unit)}
              <div className={attempt.outcome === 'ok' ? classes.said : classes.failed}>
                {(attempt.try ?? 1) > 1 && `try ${attempt.try} `}
                {tryWords(attempt)}
              </div>
              {attempt.detail !== null && <div className={classes.said}>{attempt.detail}</div>}
            </th>
            <td className={classes.time}>
              <div
                className={classes.track}
                role="img"
                aria-label={`Began after ${formatDuration(attempt.startedMs)}, took ${formatDuration(attempt.durationMs)}`}
              >
                <span
                  className={classes.span}
                  data-outcome={attempt.outcome}
                  style={{ left: place(attempt.startedMs), width: place(attempt.durationMs) }}
                />
              </div>
            </td>
            <td className={classes.figure}>{formatDuration(attempt.durationMs)}</td>
            <td className={classes.figure} title="in + out">
              {attempt.tokens
                ? `${formatCount(attempt.tokens.input)} + ${formatCount(attempt.tokens.output)}`
                : none}
            </td>
            <td className={classes.figure}>{priceWords(attempt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
