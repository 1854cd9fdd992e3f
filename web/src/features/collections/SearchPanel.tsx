import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SearchIcon } from '../../ui/icons.tsx';
import { knowledgeWords } from '../../ui/indexes/indexWords.ts';
import { Panel } from '../../ui/Panel.tsx';
import { FoundPassages } from './FoundPassages.tsx';
import { servingOf } from './indexWords.ts';
import { SideBySide } from './SideBySide.tsx';
import type { CollectionSearch } from './search.ts';
import type { CollectionDetail } from './types.ts';

const longestQuery = 2_000;
/** While two indexes are live, both are asked. */
const both = 'both';

interface SearchPanelProps {
  collection: CollectionDetail;
  search: CollectionSearch;
  onSearch: (change: CollectionSearch) => void;
  onOpen: (document: string) => void;
}

/** Asks the collection as a unit would, and shows what it would be given: by one index, or by two side by side. */
export function SearchPanel({ collection, search, onSearch, onOpen }: SearchPanelProps) {
  const { key, indexes } = collection;
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState({ query: '', again: 0 });
  const chosen = indexes.find(({ version }) => version === search.on);
  const isBoth = indexes.length > 1 && chosen === undefined;
  const one = chosen ?? servingOf(collection);
  return (
    <Panel
      id="search"
      title="Search"
      note={
        isBoth
          ? 'Both live indexes are asked, and marks show what moved between them.'
          : one && knowledgeWords(one)
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const query = typed.trim();
          if (query !== '') setAsked({ query, again: asked.again + 1 });
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
          {indexes.length > 1 && (
            <NativeSelect
              aria-label="Index version to search"
              data={[
                { value: both, label: 'Both, side by side' },
                ...indexes.map(({ version, label, serves }) => ({
                  value: version,
                  label: serves ? `${label} (serves)` : label,
                })),
              ]}
              value={chosen?.version ?? both}
              onChange={(event) => {
                const { value } = event.currentTarget;
                onSearch({ on: value === both ? undefined : value });
              }}
            />
          )}
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            Search
          </Button>
        </Group>
      </form>
      {asked.query !== '' && isBoth && <SideBySide collection={collection} asked={asked} onOpen={onOpen} />}
      {asked.query !== '' && !isBoth && one && (
        <FoundPassages
          asked={{ key, ...asked, ...(one.serves ? {} : { version: one.version }) }}
          labelOf={(version) => indexes.find((index) => index.version === version)?.label ?? version}
          onOpen={onOpen}
        />
      )}
    </Panel>
  );
}
