import { Button, Paper, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type FlagSummary, trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { counted } from '../../ui/format.ts';
import { PlusIcon } from '../../ui/icons.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useMay } from '../../ui/useSession.ts';
import { BulkBar } from './bulk/BulkBar.tsx';
import { FlagFilters } from './FlagFilters.tsx';
import { FlagTable } from './FlagTable.tsx';
import { applySearch, type FlagsSearch } from './search.ts';
import { useSelection } from './useSelection.ts';

const CreateFlagDialog = lazy(() => import('./create/CreateFlagDialog.tsx'));

interface FlagsPageProps {
  search: FlagsSearch;
  onSearch: (search: FlagsSearch) => void;
}

const minutes = 1_440;
const noFlags: FlagSummary[] = [];
const sorted = (texts: string[]): string[] => [...new Set(texts)].filter(Boolean).sort();

export function FlagsPage({ search, onSearch }: FlagsPageProps) {
  const { data, error, isPending, refetch } = useQuery(trpc.flags.list.queryOptions({ minutes }));
  const [creating, setCreating] = useState(false);
  const may = useMay();
  const flags = data?.flags ?? noFlags;
  const found = useMemo(() => applySearch(flags, search), [flags, search]);
  const tags = useMemo(() => sorted(flags.flatMap((flag) => flag.tags)), [flags]);
  const owners = useMemo(() => sorted(flags.map((flag) => flag.owner)), [flags]);
  const stale = useMemo(() => flags.filter((flag) => flag.stale.length > 0).length, [flags]);
  const selection = useSelection(found);
  const what = found.length === flags.length ? '' : `${counted(found.length, 'flag')} of `;
  return (
    <>
      <PageHeader
        title="Flags"
        note={
          data
            ? `${what}${counted(flags.length, 'flag')}, with the traffic of the last 24 hours`
            : 'With the traffic of the last 24 hours'
        }
      >
        {may.edit && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setCreating(true)}>
            New flag…
          </Button>
        )}
      </PageHeader>
      <FlagFilters search={search} tags={tags} owners={owners} stale={stale} onSearch={onSearch} />
      <BulkBar selection={selection} tags={tags} owners={owners} />
      {isPending && <Skeleton height={280} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data && (
        <Paper withBorder style={{ borderColor: 'var(--kg-line)' }}>
          {found.length > 0 && (
            <FlagTable
              flags={found}
              search={search}
              selection={selection}
              selectable={may.edit}
              onSearch={onSearch}
            />
          )}
          {found.length === 0 && flags.length > 0 && (
            <EmptyState title="No flag matches">Search for something else, or clear the filters.</EmptyState>
          )}
          {flags.length === 0 && (
            <EmptyState title="No flags yet">A flag names one decision about AI in your product.</EmptyState>
          )}
        </Paper>
      )}
      <Suspense>{creating && <CreateFlagDialog flags={flags} onClose={() => setCreating(false)} />}</Suspense>
    </>
  );
}
