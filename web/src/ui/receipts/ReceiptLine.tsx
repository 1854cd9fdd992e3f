import { useQuery } from '@tanstack/react-query';
import classes from './ReceiptLine.module.css';
import { receiptsQuery } from './receiptsQuery.ts';
import { laggingWords, receiptWords } from './receiptWords.ts';

/** Whether everybody obeys the newest revision, and by name who does not yet. */
export function ReceiptLine() {
  const { data } = useQuery(receiptsQuery());
  if (!data) return null;
  const behind = laggingWords(data);
  return (
    <span className={classes.line} role="status">
      <span className={classes.state}>
        <span
          className={classes.dot}
          data-state={data.total === 0 ? 'none' : behind === null ? 'all' : 'some'}
        />
        {receiptWords(data)}
      </span>
      {behind !== null && <strong className={classes.behind}>{behind}</strong>}
    </span>
  );
}
