import { Button, Center, Paper, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { FlagFilters } from './FlagFilters.tsx';
import { FlagTable } from './FlagTable.tsx';
import { applySearch, type FlagsSearch } from './search.ts';

interface FlagsPageProps {
  search: FlagsSearch;
  onSearch: (search: FlagsSearch) => void;
}

const minutes = 1_440;
const portion = 100;

export function FlagsPage({ search, onSearch }: FlagsPageProps) {
  const { data, error, isPending, refetch } = useQuery(trpc.flags.list.queryOptions({ minutes }));
  const [shown, setShown] = useState(portion);
  const flags = data?.flags ?? [];
  const found = applySearch(flags, search);
  const tags = [...new Set(flags.flatMap((flag) => flag.tags))].sort();
  return (
    <>
      <PageHeader
        title="Flags"
        note={
          data
            ? `${counted(flags.length, 'flag')}, with the traffic of the last 24 hours`
            : 'With the traffic of the last 24 hours'
        }
      />
      <FlagFilters search={search} tags={tags} onSearch={onSearch} />
      {isPending && <Skeleton height={280} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data && (
        <Paper withBorder style={{ borderColor: 'var(--kg-line)' }}>
          {found.length > 0 && (
            <FlagTable flags={found.slice(0, shown)} search={search} onSearch={onSearch} />
          )}
          {found.length > shown && (
            <Center p="sm">
              <Button variant="default" size="xs" onClick={() => setShown(shown + portion)}>
                Show more of {counted(found.length, 'flag')}
              </Button>
            </Center>
          )}
          {found.length === 0 && flags.length > 0 && (
            <EmptyState title="No flag matches">Search for something else, or clear the filters.</EmptyState>
          )}
          {flags.length === 0 && (
            <EmptyState title="No flags yet">A flag names one decision about AI in your product.</EmptyState>
          )}
        </Paper>
      )}
    </>
  );
}
