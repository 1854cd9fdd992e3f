import { Table, type TableProps } from '@mantine/core';
import { useRef } from 'react';
import { useSideways } from './useSideways.ts';
import classes from './WideTable.module.css';

interface WideTableProps extends TableProps {
  /** What the table shows; it names the region that scrolls sideways on a narrow screen. */
  label: string;
  minWidth: number;
}

/** A table that keeps its width and scrolls by itself, so that the page never does; it shows when more lies aside. */
export function WideTable({ label, minWidth, ...table }: WideTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const { before, after } = useSideways(scroller);
  return (
    <div className={classes.frame} data-before={before || undefined} data-after={after || undefined}>
      <p className={classes.hint} aria-hidden="true">
        Scroll sideways for more →
      </p>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section ref={scroller} className={classes.scroller} aria-label={label} tabIndex={0}>
        <Table style={{ minWidth }} {...table} />
      </section>
    </div>
  );
}
