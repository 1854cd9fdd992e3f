import { Button, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DocumentTable } from './DocumentTable.tsx';
import type { CollectionDetail } from './types.ts';

const limit = 25;

interface DocumentsPanelProps {
  collection: CollectionDetail;
  /** What the ids that are listed begin with. */
  ids: string;
  onIds: (ids: string) => void;
  onOpen: (document: string) => void;
}

/** The documents by id, a page at a time, and whether each index holds them as they are now. */
export function DocumentsPanel({ collection, ids, onIds, onOpen }: DocumentsPanelProps) {
  /** Where each page before this one and this one itself begin; the first begins at the start. */
  const [starts, setStarts] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState(ids);
  const after = starts.at(-1) ?? null;
  const { data, error, refetch } = useQuery(
    trpc.collections.documents.queryOptions(
      { key: collection.key, prefix: ids, after, limit },
      { placeholderData: keepPreviousData },
    ),
  );
  const first = starts.length * limit;
  const rows = data?.documents ?? [];
  const next = data?.next ?? null;
  return (
    <Panel
      title="Documents"
      note={`${counted(collection.coverage[0]?.documents ?? 0, 'document')}. Removed ones stay in the list: a tombstone keeps an old write from bringing them back.`}
      flush
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onIds(typed.trim());
        }}
      >
        <Group gap="xs" px="md" pb="sm">
          <TextInput
            type="search"
            aria-label="Documents whose id begins with"
            placeholder="Id begins with…"
            maxLength={300}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 200px', maxWidth: 320 }}
          />
          <Button type="submit" variant="default">
            Show
          </Button>
        </Group>
      </form>
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={200} />}
      {rows.length > 0 && <DocumentTable documents={rows} indexes={collection.indexes} onOpen={onOpen} />}
      {data && rows.length === 0 && (
        <Text size="sm" px="md" pb="md">
          {ids === '' ? 'It has no documents yet.' : `No document’s id begins with “${ids}”.`}
        </Text>
      )}
      {(starts.length > 0 || next !== null) && (
        <Group justify="space-between" px="md" py="sm" gap="xs">
          <Text size="sm" c="dimmed" role="status">
            {rows.length === 0 ? 'The end' : `${first + 1} to ${first + rows.length}`}
          </Text>
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              disabled={starts.length === 0}
              onClick={() => setStarts(starts.slice(0, -1))}
            >
              Earlier ids
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={next === null}
              onClick={() => next !== null && setStarts([...starts, next])}
            >
              Later ids
            </Button>
          </Group>
        </Group>
      )}
    </Panel>
  );
}
