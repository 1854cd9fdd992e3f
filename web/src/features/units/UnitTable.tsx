import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UnitEntry } from '../../trpc.ts';
import { counted, formatCount, formatDuration, none } from '../../ui/format.ts';
import { WideTable } from '../../ui/WideTable.tsx';
import { contentWords } from './contentWords.ts';
import { costWords, priceWords } from './figureWords.ts';
import { SimulatorBadge, UnavailableBadge } from './UnitBadges.tsx';
import classes from './Units.module.css';

/** Rows that are rendered at once; a search narrows them down. */
const mostRows = 300;

/** The registry, newest unit first. */
export function UnitTable({ units }: { units: readonly UnitEntry[] }) {
  return (
    <>
      <WideTable
        label="Units"
        minWidth={1020}
        className={classes.table}
        horizontalSpacing="sm"
        highlightOnHover
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Unit</Table.Th>
            <Table.Th w={220}>Used by</Table.Th>
            <Table.Th w={190}>Price, million tokens</Table.Th>
            <Table.Th w={104} ta="right">
              Calls (7 d)
            </Table.Th>
            <Table.Th w={80} ta="right">
              p50
            </Table.Th>
            <Table.Th w={80} ta="right">
              p95
            </Table.Th>
            <Table.Th w={110} ta="right">
              Cost a call
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {units.slice(0, mostRows).map((unit) => (
            <UnitRow key={unit.id} unit={unit} />
          ))}
        </Table.Tbody>
      </WideTable>
      {units.length > mostRows && (
        <p className={classes.more}>
          {counted(units.length - mostRows, 'more unit')} match: search for fewer to see them.
        </p>
      )}
    </>
  );
}

function UnitRow({ unit }: { unit: UnitEntry }) {
  const { specification, figures, usedBy } = unit;
  const first = usedBy[0];
  return (
    <Table.Tr>
      <Table.Td>
        <div className={classes.name}>
          <Link to="/units/$unit" params={{ unit: unit.id }} className="quiet" title={unit.label}>
            {unit.label}
          </Link>
          {unit.simulated && <SimulatorBadge />}
          {!unit.available && <UnavailableBadge provider={specification.provider} />}
        </div>
        <div className={classes.small}>{contentWords(unit)}</div>
      </Table.Td>
      <Table.Td>
        {first === undefined ? (
          <span className={classes.small}>{unit.retiredAt === null ? 'no flag' : 'retired'}</span>
        ) : (
          <>
            <Link to="/flags/$flag" params={{ flag: first.flag }} className="quiet">
              {first.flagName}
            </Link>
            <div className={classes.small}>
              as {first.variantName}
              {first.knownGood && ', known good'}
              {usedBy.length > 1 && `, and ${counted(usedBy.length - 1, 'more variant')}`}
            </div>
          </>
        )}
      </Table.Td>
      <Table.Td>
        <span className={unit.price === null ? classes.unknown : undefined}>{priceWords(unit.price)}</span>
      </Table.Td>
      <Table.Td ta="right">{formatCount(figures?.answered ?? 0)}</Table.Td>
      <Table.Td ta="right">{formatDuration(figures?.p50Ms ?? null)}</Table.Td>
      <Table.Td ta="right">{formatDuration(figures?.p95Ms ?? null)}</Table.Td>
      <Table.Td ta="right">{costWords(figures, none)}</Table.Td>
    </Table.Tr>
  );
}
