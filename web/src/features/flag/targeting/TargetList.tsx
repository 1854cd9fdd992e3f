import { Code, Group, Text } from '@mantine/core';
import type { Flag } from '../../../../../shared/model/flag.ts';
import { nameOf } from '../variants.ts';

const shown = 12;

/** Who is named individually, and what they get. */
export function TargetList({ flag }: { flag: Flag }) {
  if (flag.targets.length === 0) return 'Nobody is named.';
  return flag.targets.map((target) => (
    <Group key={target.variant} gap={6} mt={2}>
      {target.targetingKeys.slice(0, shown).map((key) => (
        <Code key={key}>{key}</Code>
      ))}
      <Text size="sm">
        {target.targetingKeys.length > shown ? `and ${target.targetingKeys.length - shown} more ` : ''}
        {target.targetingKeys.length === 1 ? 'gets' : 'get'} <strong>{nameOf(flag, target.variant)}</strong>
      </Text>
    </Group>
  ));
}
