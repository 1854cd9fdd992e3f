import { Button, Group, Select, TextInput } from '@mantine/core';
import { SearchIcon } from '../../ui/icons.tsx';
import { type FlagState, stateWords } from '../../ui/StateBadge.tsx';
import type { FlagsSearch } from './search.ts';

interface FlagFiltersProps {
  search: FlagsSearch;
  tags: readonly string[];
  onSearch: (search: FlagsSearch) => void;
}

const states: FlagState[] = ['on', 'off', 'killed', 'known-good'];

/** Without the keys that are undefined, so that they leave the URL. */
const clean = (search: FlagsSearch): FlagsSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));

export function FlagFilters({ search, tags, onSearch }: FlagFiltersProps) {
  const set = (change: FlagsSearch) => onSearch(clean({ ...search, ...change }));
  const filtered = search.q !== undefined || search.state !== undefined || search.tag !== undefined;
  return (
    <Group mb="sm" gap="xs" align="flex-end">
      <TextInput
        type="search"
        placeholder="Name, tag, owner…"
        aria-label="Search flags"
        leftSection={<SearchIcon size={14} />}
        value={search.q ?? ''}
        onChange={(event) => set({ q: event.currentTarget.value })}
        style={{ flex: '1 1 220px', maxWidth: 340 }}
      />
      <Select
        aria-label="State"
        placeholder="Any state"
        clearable
        w={150}
        clearButtonProps={{ 'aria-label': 'Any state' }}
        data={states.map((state) => ({ value: state, label: stateWords[state] }))}
        value={search.state ?? null}
        onChange={(value) => set({ state: states.find((state) => state === value) })}
      />
      <Select
        aria-label="Tag"
        placeholder="Any tag"
        clearable
        searchable
        w={170}
        clearButtonProps={{ 'aria-label': 'Any tag' }}
        data={[...tags]}
        value={search.tag ?? null}
        onChange={(value) => set({ tag: value ?? undefined })}
      />
      {filtered && (
        <Button
          variant="subtle"
          size="sm"
          onClick={() => set({ q: undefined, state: undefined, tag: undefined })}
        >
          Clear
        </Button>
      )}
    </Group>
  );
}
