import { Badge, Skeleton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { CheckIcon, WarningIcon } from '../../ui/icons.tsx';

/** Whether the log is whole: each revision holds the hash of the one before it. */
export function ChainStatus() {
  const { data, error } = useQuery(trpc.revisions.verify.queryOptions());
  if (error)
    return (
      <Status
        color="gray"
        words="Chain not checked"
        hint="The check could not be made. Reload the page to try again."
        ok={false}
      />
    );
  if (!data) return <Skeleton height={22} width={140} radius="sm" />;
  if (!data.ok)
    return (
      <Status
        color="red"
        words="Chain broken"
        hint={data.problem ?? 'A revision does not match the one before it.'}
        ok={false}
      />
    );
  return (
    <Status
      color="pine"
      words="Chain verified"
      hint={`${counted(data.revisions, 'revision')} checked: each holds the hash of the one before it, so none was altered or removed.`}
      ok
    />
  );
}

function Status({ color, words, hint, ok }: { color: string; words: string; hint: string; ok: boolean }) {
  return (
    <Tooltip label={hint}>
      <Badge
        component="button"
        type="button"
        size="lg"
        radius="sm"
        tt="none"
        variant={ok ? 'light' : 'filled'}
        color={color}
        leftSection={ok ? <CheckIcon size={13} /> : <WarningIcon size={13} />}
        style={{ cursor: 'help' }}
      >
        {words}
      </Badge>
    </Tooltip>
  );
}
