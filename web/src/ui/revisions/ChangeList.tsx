import { Badge, Group, Stack, Text } from '@mantine/core';
import type { DescribedChange } from '../../trpc.ts';
import classes from './ChangeList.module.css';

const kindWords: Record<DescribedChange['kind'], string> = {
  flag: 'Flag',
  segment: 'Segment',
  unit: 'Unit',
  prompt: 'Prompt',
  override: 'Override',
};
const actionColors: Record<DescribedChange['action'], string> = {
  created: 'pine',
  changed: 'gray',
  deleted: 'red',
};

/** What a revision changed, each thing with its lines of before and after. */
export function ChangeList({ changes }: { changes: readonly DescribedChange[] }) {
  return (
    <Stack gap="sm">
      {changes.map((change) => (
        <div key={`${change.kind} ${change.key}`}>
          <Group gap={8}>
            <Text size="sm" fw={600}>
              {kindWords[change.kind]} {change.name}
            </Text>
            <Badge size="xs" radius="sm" tt="none" variant="light" color={actionColors[change.action]}>
              {change.action}
            </Badge>
          </Group>
          {change.lines.length > 0 && <Lines lines={change.lines} />}
        </div>
      ))}
    </Stack>
  );
}

function Lines({ lines }: { lines: DescribedChange['lines'] }) {
  return (
    <dl className={classes.lines}>
      {lines.map((line, index) => (
        // A line has no identity of its own and the list never changes order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={`${line.what} ${index}`} className={classes.line}>
          <dt className={classes.what}>{line.what}</dt>
          <dd className={classes.values}>
            {line.before !== null && <del className={classes.before}>{line.before}</del>}
            {line.before !== null && line.after !== null && <span aria-hidden="true"> → </span>}
            {line.after !== null && <ins className={classes.after}>{line.after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
