import { formatAgo, formatExact, formatMoment, formatSecond } from './format.ts';
import { useNow } from './useNow.ts';

/** A moment in local time, with the exact local and UTC times on hover. */
export function When({ at, style = 'ago' }: { at: string; style?: 'ago' | 'moment' | 'second' }) {
  const now = useNow();
  const format = style === 'ago' ? formatAgo : style === 'moment' ? formatMoment : formatSecond;
  return (
    <time dateTime={at} title={formatExact(at)}>
      {format(at, now)}
    </time>
  );
}
