import { Button, Group, Select, Skeleton, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatDuration } from '../../ui/format.ts';
import { SearchIcon } from '../../ui/icons.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { knowledgeWords, servingOf } from './indexWords.ts';
import { PassageList } from './PassageList.tsx';
import type { CollectionSearch } from './search.ts';
import type { CollectionDetail } from './types.ts';
import { useCollectionSearch } from './useCollectionSearch.ts';

const longestQuery = 2_000;

interface SearchPanelProps {
  collection: CollectionDetail;
  search: CollectionSearch;
  onSearch: (change: CollectionSearch) => void;
  onOpen: (document: string) => void;
}

/** Asks the collection as a unit would, and shows what it would be given. */
export function SearchPanel({ collection, search, onSearch, onOpen }: SearchPanelProps) {
  const [typed, setTyped] = useState(search.q ?? '');
  const chosen = collection.indexes.find(({ version }) => version === search.on) ?? servingOf(collection);
  const query = (search.q ?? '').slice(0, longestQuery);
  const { data, error, isFetching, refetch } = useCollectionSearch({
    key: collection.key,
    query,
    ...(chosen === undefined || chosen.serves ? {} : { version: chosen.version }),
  });
  const answered = data && collection.indexes.find(({ version }) => version === data.indexVersion);
  const submit = () => {
    const next = typed.trim();
    if (next === query) void refetch();
    else onSearch({ q: next });
  };
  return (
    <Panel title="Search" note={chosen && knowledgeWords(chosen)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') submit();
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            type="search"
            aria-label="Search the documents"
            placeholder="Ask as a user would"
            leftSection={<SearchIcon size={14} />}
            maxLength={longestQuery}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 240px', maxWidth: 560 }}
          />
          {collection.indexes.length > 1 && (
            <Select
              aria-label="Index version to search"
              allowDeselect={false}
              data={collection.indexes.map(({ version, label, serves }) => ({
                value: version,
                label: serves ? `${label} (serves)` : label,
              }))}
              value={chosen?.version ?? null}
              onChange={(version) => onSearch({ on: version ?? undefined })}
            />
          )}
          <Button type="submit" variant="default" loading={isFetching} disabled={typed.trim() === ''}>
            Search
          </Button>
        </Group>
      </form>
      {error && <PageFailure error={error} onRetry={() => void refetch()} />}
      {query !== '' && !data && !error && <Skeleton height={120} mt="sm" />}
      {query !== '' && data && !error && (
        <>
          <Text size="sm" c="dimmed" my="sm" role="status">
            {data.passages.length === 0
              ? 'No document was found'
              : `The best passage of each document, ${data.passages.length} in all`}
            {' · '}answered by {answered?.label ?? data.indexVersion} in {formatDuration(data.ms)}, the way
            here included
          </Text>
          <PassageList passages={data.passages} onOpen={onOpen} />
        </>
      )}
    </Panel>
  );
}
