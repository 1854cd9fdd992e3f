import { Button, Group, Paper, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { trpc, type UnitEntry } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlusIcon, SearchIcon } from '../../ui/icons.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useMay } from '../../ui/useSession.ts';
import { applySearch, shows, type UnitsSearch } from './search.ts';
import { UnitTable } from './UnitTable.tsx';

const RegisterDialog = lazy(() => import('./register/RegisterDialog.tsx'));

const noUnits: UnitEntry[] = [];
const showLabels = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
  { value: 'retired', label: 'Retired' },
];

interface UnitsPageProps {
  search: UnitsSearch;
  onSearch: (search: UnitsSearch) => void;
}

/** Everything that can answer: each unit is one model with one prompt version and one set of parameters, forever. */
export function UnitsPage({ search, onSearch }: UnitsPageProps) {
  const { data, error, isPending, refetch } = useQuery(trpc.units.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const may = useMay();
  const units = data?.units ?? noUnits;
  const found = useMemo(() => applySearch(units, search), [units, search]);
  return (
    <>
      <PageHeader
        title="Units"
        note="A model with a prompt version and parameters. A unit is never edited: changing anything makes another unit."
      >
        {may.edit && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setAdding(true)}>
            New unit…
          </Button>
        )}
      </PageHeader>
      <Group mb="sm" gap="xs">
        <TextInput
          type="search"
          aria-label="Search units"
          placeholder="Model, prompt, flag, id…"
          leftSection={<SearchIcon size={14} />}
          value={search.q ?? ''}
          onChange={(event) => onSearch(clean({ ...search, q: event.currentTarget.value }))}
          style={{ flex: '2 1 240px', maxWidth: 360 }}
        />
        <SegmentedControl
          size="xs"
          aria-label="Which units"
          data={showLabels}
          value={search.show ?? 'all'}
          onChange={(value) => onSearch(clean({ ...search, show: shows.find((show) => show === value) }))}
        />
      </Group>
      {isPending && <Skeleton height={280} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data && (
        <Paper withBorder style={{ borderColor: 'var(--kg-line)' }}>
          {found.length > 0 && <UnitTable units={found} />}
          {found.length === 0 && units.length > 0 && (
            <EmptyState title="No unit matches">Search for something else, or show all units.</EmptyState>
          )}
          {units.length === 0 && (
            <EmptyState title="No units yet">
              Register one by naming a pinned model and a prompt version.
            </EmptyState>
          )}
        </Paper>
      )}
      <Suspense>{adding && <RegisterDialog base={null} onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}

/** Without what is empty, so that it leaves the address. */
const clean = (search: UnitsSearch): UnitsSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
