import { Skeleton, Text } from '@mantine/core';
import { formatDuration } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PassageList } from './PassageList.tsx';
import { useCollectionSearch } from './useCollectionSearch.ts';

/** Passages that one index is asked for. */
const k = 6;

interface FoundPassagesProps {
  asked: { key: string; query: string; again: number; version?: string };
  labelOf: (version: string) => string;
  onOpen: (document: string) => void;
}

/** What one index answers. */
export function FoundPassages({ asked, labelOf, onOpen }: FoundPassagesProps) {
  const { data, error, refetch } = useCollectionSearch({ ...asked, k });
  if (error) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} mt="sm" />;
  return (
    <>
      <Text size="sm" c="dimmed" my="sm" role="status">
        {data.passages.length === 0
          ? 'No document was found'
          : `The best passage of each document, ${data.passages.length} in all`}
        {' · '}answered by {labelOf(data.indexVersion)} in {formatDuration(data.ms)}, the way here included
      </Text>
      <PassageList label="Passages" passages={data.passages} onOpen={onOpen} />
    </>
  );
}
