import { Badge, Button, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Difference, trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ChangeLines } from '../../ui/revisions/ChangeLines.tsx';
import { useMay } from '../../ui/useSession.ts';
import { PromoteDialog } from './PromoteDialog.tsx';

const actionWords: Record<Difference['action'], { words: string; color: string }> = {
  created: { words: 'only there', color: 'pine' },
  changed: { words: 'differs', color: 'gray' },
  deleted: { words: 'only here', color: 'red' },
};

const idOf = ({ kind, key }: Pick<Difference, 'kind' | 'key'>): string => `${kind} ${key}`;

/** Everything that differs, with what promoting it would change here. */
export function Differences({ from }: { from: { key: string; name: string } }) {
  const { data, error, isPending, refetch } = useQuery(
    trpc.promotions.compare.queryOptions({ from: from.key }, { staleTime: 0 }),
  );
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const may = useMay();
  if (isPending) return <Skeleton height={240} />;
  if (!data) return <PageFailure error={error} onRetry={() => void refetch()} />;
  const picked = data.differences.filter((one) => chosen.includes(idOf(one)));
  if (data.differences.length === 0)
    return (
      <Panel>
        <EmptyState title="Both are the same">Every flag and segment is as it is in {from.name}.</EmptyState>
      </Panel>
    );
  return (
    <>
      <Panel
        title={counted(data.differences.length, 'difference')}
        note="Crossed out is what stands here, then what stands there and would come here."
        aside={
          may.edit && (
            <Button disabled={picked.length === 0} onClick={() => setAsking(true)}>
              {picked.length === 0 ? 'Promote…' : `Promote ${picked.length}…`}
            </Button>
          )
        }
      >
        <Stack gap="md">
          {data.differences.map((one) => {
            const id = idOf(one);
            const { words, color } = actionWords[one.action];
            return (
              <div key={id}>
                <Group gap={8}>
                  <Checkbox
                    label={`${one.kind === 'flag' ? 'Flag' : 'Segment'} ${one.name}`}
                    fw={600}
                    disabled={!may.edit}
                    checked={chosen.includes(id)}
                    onChange={({ currentTarget }) =>
                      setChosen(
                        currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
                      )
                    }
                  />
                  <Badge size="xs" radius="sm" tt="none" variant="light" color={color}>
                    {words}
                  </Badge>
                </Group>
                <ChangeLines lines={one.lines} />
                {one.brings.length > 0 && (
                  <Text size="sm" c="dimmed">
                    Brings along: {one.brings.join(', ')}
                  </Text>
                )}
              </div>
            );
          })}
        </Stack>
      </Panel>
      {asking && (
        <PromoteDialog
          from={from}
          resources={picked.flatMap(({ kind, key }) =>
            kind === 'flag' || kind === 'segment' ? [{ kind, key }] : [],
          )}
          onDone={() => setChosen([])}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
