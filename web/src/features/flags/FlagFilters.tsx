import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { SearchIcon } from '../../ui/icons.tsx';
import { type FlagState, stateWords } from '../../ui/StateBadge.tsx';
import type { FlagsSearch } from './search.ts';

interface FlagFiltersProps {
  search: FlagsSearch;
  tags: readonly string[];
  owners: readonly string[];
  stale: number;
  onSearch: (search: FlagsSearch) => void;
}

const states: FlagState[] = ['on', 'off', 'killed', 'known-good'];
const kinds = [
  { value: 'call' as const, label: 'AI call' },
  { value: 'value' as const, label: 'Value' },
];
const none = {
  q: undefined,
  state: undefined,
  tag: undefined,
  owner: undefined,
  kind: undefined,
  stale: undefined,
};

/** Without the keys that are undefined, so that they leave the URL. */
const clean = (search: FlagsSearch): FlagsSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));

export function FlagFilters({ search, tags, owners, stale, onSearch }: FlagFiltersProps) {
  const set = (change: FlagsSearch) => onSearch(clean({ ...search, ...change }));
  const { sort: _sort, order: _order, ...filters } = search;
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const select = (label: string, width: number) => ({
    'aria-label': label,
    placeholder: `Any ${label.toLowerCase()}`,
    clearable: true,
    clearButtonProps: { 'aria-label': `Any ${label.toLowerCase()}` },
    // As wide as it likes to be, and on a phone as wide as its half of the line.
    style: { flex: `1 1 ${width}px`, maxWidth: 220 },
  });
  return (
    <Group mb="sm" gap="xs" align="center">
      <TextInput
        type="search"
        placeholder="Name, tag, owner…"
        aria-label="Search flags"
        leftSection={<SearchIcon size={14} />}
        value={search.q ?? ''}
        onChange={(event) => set({ q: event.currentTarget.value })}
        style={{ flex: '2 1 240px', maxWidth: 360 }}
      />
      <Select
        {...select('State', 150)}
        data={states.map((state) => ({ value: state, label: stateWords[state] }))}
        value={search.state ?? null}
        onChange={(value) => set({ state: states.find((state) => state === value) })}
      />
      <Select
        {...select('Kind', 130)}
        data={kinds}
        value={search.kind ?? null}
        onChange={(value) => set({ kind: kinds.find((kind) => kind.value === value)?.value })}
      />
      <Select
        {...select('Tag', 150)}
        searchable
        limit={50}
        data={[...tags]}
        value={search.tag ?? null}
        onChange={(value) => set({ tag: value ?? undefined })}
      />
      <Select
        {...select('Owner', 160)}
        searchable
        limit={50}
        data={[...owners]}
        value={search.owner ?? null}
        onChange={(value) => set({ owner: value ?? undefined })}
      />
      <Checkbox
        label={`Stale (${stale})`}
        checked={search.stale !== undefined}
        onChange={(event) => set({ stale: event.currentTarget.checked ? 'yes' : undefined })}
      />
      {filtered && (
        <Button variant="subtle" size="sm" onClick={() => set(none)}>
          Clear
        </Button>
      )}
    </Group>
  );
}
