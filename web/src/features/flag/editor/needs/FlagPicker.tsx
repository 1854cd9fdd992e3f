import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FlagData } from '../../../../trpc.ts';

interface FlagPickerProps {
  label: string;
  flags: FlagData['flagKeys'];
  /** Those that cannot be chosen; the chosen one itself may be among them. */
  taken: readonly string[];
  value: string;
  error: string | undefined;
  onChange: (flag: string) => void;
}

const most = 50;
const asOption = ({ key, name }: { key: string; name: string }) => ({ value: key, label: name });

/** Chooses one of the flags by name or key. Only what matches becomes an option: there may be ten thousand. */
export function FlagPicker({ label, flags, taken, value, error, onChange }: FlagPickerProps) {
  const [search, setSearch] = useState('');
  const chosen = useMemo(() => flags.find(({ key }) => key === value), [flags, value]);
  const options = useMemo(() => {
    const wanted = search === chosen?.name ? '' : search.trim().toLowerCase();
    const found = chosen ? [asOption(chosen)] : [];
    for (const flag of flags) {
      if (found.length >= most) break;
      if (flag.key === value || taken.includes(flag.key)) continue;
      if (`${flag.name} ${flag.key}`.toLowerCase().includes(wanted)) found.push(asOption(flag));
    }
    return found;
  }, [flags, chosen, search, taken, value]);
  return (
    <Select
      label={label}
      searchable
      allowDeselect={false}
      error={error}
      data={options}
      // What is in `data` has been searched already.
      filter={({ options: all }) => all}
      nothingFoundMessage="No flag of that name"
      searchValue={search}
      onSearchChange={setSearch}
      value={value}
      onChange={(flag) => flag !== null && onChange(flag)}
      style={{ flex: '1 1 200px' }}
    />
  );
}
