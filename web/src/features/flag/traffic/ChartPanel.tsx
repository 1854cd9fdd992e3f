import { Button, ScrollArea, Table } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { none } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { Point, Series } from './chartData.ts';

interface ChartPanelProps {
  title: string;
  note?: string;
  points: readonly Point[];
  series: readonly Series[];
  format: (value: number) => string;
  children: ReactNode;
}

/** A chart, and the same figures as a table for those who cannot or do not want to read a chart. */
export function ChartPanel({ title, note, points, series, format, children }: ChartPanelProps) {
  const [table, setTable] = useState(false);
  return (
    <Panel
      title={title}
      note={note}
      aside={
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${table ? 'Show chart' : 'Show table'}: ${title}`}
          onClick={() => setTable(!table)}
        >
          {table ? 'Show chart' : 'Show table'}
        </Button>
      }
    >
      {table ? (
        <ScrollArea h={244} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${title}, table` }}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Time</Table.Th>
                {series.map((one) => (
                  <Table.Th key={one.name} ta="right">
                    {one.label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.map((point, index) => (
                // Two points can bear the same time when the clock goes back.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <Table.Tr key={`${point.at} ${index}`}>
                  <Table.Td>{point.at}</Table.Td>
                  {series.map((one) => {
                    const value = point[one.name];
                    return (
                      <Table.Td key={one.name} ta="right">
                        {typeof value === 'number' ? format(value) : none}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      ) : (
        <div
          role="img"
          aria-label={`Chart of ${title.toLowerCase()} over time for ${series.map((one) => one.label).join(', ')}. “Show table” gives the figures.`}
        >
          {children}
        </div>
      )}
    </Panel>
  );
}
