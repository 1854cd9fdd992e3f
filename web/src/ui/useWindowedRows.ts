import { type RefObject, useEffect, useState } from 'react';

interface Range {
  /** First row to render. */
  start: number;
  /** One past the last. */
  end: number;
}

const spare = 10;

/**
 * Which rows of a long list are near the window, so that only those are rendered. All rows have one height, in
 * pixels; `body` is the element that begins where row 0 would stand.
 */
export function useWindowedRows(
  body: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): Range {
  const [range, setRange] = useState<Range>({ start: 0, end: 30 });
  useEffect(() => {
    const measure = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const start = Math.max(0, Math.floor(-top / rowHeight) - spare);
      const end = Math.max(start, Math.ceil((innerHeight - top) / rowHeight) + spare);
      setRange((old) => (old.start === start && old.end === end ? old : { start, end }));
    };
    measure();
    addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
    };
  }, [body, rowHeight]);
  return { start: Math.min(range.start, Math.max(0, count - spare)), end: Math.min(range.end, count) };
}
