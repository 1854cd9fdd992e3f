import type { DescribedChange } from '../../trpc.ts';
import classes from './ChangeList.module.css';

/** What changed about one thing, line by line, before and after. */
export function ChangeLines({ lines }: { lines: DescribedChange['lines'] }) {
  return (
    <dl className={classes.lines}>
      {lines.map((line, index) => (
        // A line has no identity of its own and the list never changes order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={`${line.what} ${index}`} className={classes.line}>
          <dt className={classes.what}>{line.what}</dt>
          <dd className={classes.values}>
            {line.before !== null && <del className={classes.before}>{line.before}</del>}
            {line.before !== null && line.after !== null && <span aria-hidden="true"> → </span>}
            {line.after !== null && <ins className={classes.after}>{line.after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
