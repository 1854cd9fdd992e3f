import { Button, Paper, Skeleton, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useMay } from '../../ui/useSession.ts';
import { When } from '../../ui/When.tsx';
import { WideTable } from '../../ui/WideTable.tsx';
import { BackToCollection } from './BackToCollection.tsx';
import classes from './Migration.module.css';
import { StageBadge } from './StageBadge.tsx';
import type { MigrationEntry } from './types.ts';
import { verdictWords } from './verdictAge.ts';
import { isOver } from './words.ts';

/** Every move of a collection to another index, newest first. */
export function MigrationsPage({ collectionKey }: { collectionKey: string }) {
  const { data, error, refetch } = useQuery(trpc.migrations.list.queryOptions());
  const collection = useQuery(trpc.collections.get.queryOptions({ key: collectionKey }));
  const name = collection.data?.name;
  const may = useMay();
  const migrations = data?.migrations.filter(({ state }) => state.collection === collectionKey) ?? [];
  const mayPlan = may.release && migrations.every(({ state }) => isOver(state.stage));
  return (
    <>
      <BackToCollection collectionKey={collectionKey} name={name} />
      <PageHeader
        title={`Migrations of ${name ?? collectionKey}`}
        note="Every move to another index, from its plan to its end."
      >
        {data && mayPlan && (
          <Button
            size="sm"
            renderRoot={(props) => (
              <Link to="/collections/$collection/move" params={{ collection: collectionKey }} {...props} />
            )}
          >
            Move to another index
          </Button>
        )}
      </PageHeader>
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={220} />}
      {data && migrations.length === 0 && (
        <Panel>
          <EmptyState title="It has never moved">
            It serves from the index that it was made with. A move changes how its documents are cut and
            compared, without a gap and with a way back.
          </EmptyState>
        </Panel>
      )}
      {migrations.length > 0 && (
        <Paper withBorder style={{ borderColor: 'var(--kg-line)' }}>
          <WideTable
            label="Migrations"
            minWidth={760}
            className={classes.table ?? ''}
            horizontalSpacing="md"
            highlightOnHover
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>To</Table.Th>
                <Table.Th w={200}>Stands at</Table.Th>
                <Table.Th w={140}>Verdict</Table.Th>
                <Table.Th w={100}>Cutovers</Table.Th>
                <Table.Th w={140}>Planned</Table.Th>
                <Table.Th w={140}>Last change</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {migrations.map((migration) => (
                <Row key={migration.id} migration={migration} />
              ))}
            </Table.Tbody>
          </WideTable>
        </Paper>
      )}
    </>
  );
}

function Row({ migration: { id, state, version, createdAt, updatedAt } }: { migration: MigrationEntry }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          to="/collections/$collection/migrations/$migration"
          params={{ collection: state.collection, migration: id }}
          className={`quiet ${classes.changed}`}
        >
          {version.label}
        </Link>
      </Table.Td>
      <Table.Td>
        <StageBadge state={state} size="sm" />
      </Table.Td>
      <Table.Td>{state.gate ? verdictWords[state.gate.verdict].words : 'none'}</Table.Td>
      <Table.Td>{state.cutovers}</Table.Td>
      <Table.Td>
        <When at={createdAt} />
      </Table.Td>
      <Table.Td>
        <When at={updatedAt} />
      </Table.Td>
    </Table.Tr>
  );
}
