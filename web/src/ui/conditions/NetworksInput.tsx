import { TagsInput } from '@mantine/core';
import { parseNetwork } from '../../../../shared/evaluation/network.ts';
import { splitTags } from './values.ts';

interface NetworksInputProps {
  label: string;
  networks: string[];
  error: string | undefined;
  onChange: (networks: string[]) => void;
}

/** Blocks of addresses as tags; one that cannot be read is named at once. */
export function NetworksInput({ label, networks, error, onChange }: NetworksInputProps) {
  const wrong = networks.find((network) => parseNetwork(network) === null);
  return (
    <TagsInput
      aria-label={label}
      placeholder={networks.length === 0 ? '10.0.0.0/8, 2001:db8::/32' : ''}
      splitChars={[',', '\n', ' ']}
      acceptValueOnBlur
      error={wrong === undefined ? error : `“${wrong}” is no network: write 10.0.0.0/8 or 2001:db8::/32`}
      value={networks}
      onChange={(next) => onChange(splitTags(next, /[,\s]/))}
    />
  );
}
