import { Table, type TableProps } from '@mantine/core';

interface WideTableProps extends TableProps {
  /** What the table shows; it names the region that scrolls sideways on a narrow screen. */
  label: string;
  minWidth: number;
}

/** A table that keeps its width and scrolls by itself, so that the page never does. */
export function WideTable({ label, minWidth, ...table }: WideTableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label={label} tabIndex={0} style={{ position: 'relative', overflowX: 'auto' }}>
      <Table style={{ minWidth }} {...table} />
    </section>
  );
}
