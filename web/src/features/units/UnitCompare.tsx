import { Anchor, Select, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc, type UnitDetail } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ChangeLines } from '../../ui/revisions/ChangeLines.tsx';

interface UnitCompareProps {
  unit: UnitDetail;
  against: string | null;
  onAgainst: (unit: string) => void;
}

/** What differs between this unit and another one, in words. */
export function UnitCompare({ unit, against, onAgainst }: UnitCompareProps) {
  const units = useQuery(trpc.units.list.queryOptions());
  const choices = (units.data?.units ?? [])
    .filter(({ id }) => id !== unit.id)
    .map(({ id, label }) => ({ value: id, label: `${label} · ${id.slice(3, 9)}` }));
  return (
    <Panel title="Compare" note="From the other unit to this one.">
      <Select
        aria-label="Compare with unit"
        placeholder="choose another unit"
        searchable
        allowDeselect={false}
        limit={50}
        maw={460}
        data={choices}
        value={against}
        onChange={(value) => value !== null && onAgainst(value)}
      />
      {against !== null && <Differences unit={unit.id} against={against} />}
    </Panel>
  );
}

function Differences({ unit, against }: { unit: string; against: string }) {
  const { data, error, refetch } = useQuery(
    trpc.units.diff.queryOptions({ from: against, to: unit }, { placeholderData: keepPreviousData }),
  );
  if (error) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={80} mt="sm" />;
  const { prompts } = data;
  return (
    <div style={{ marginTop: 12 }}>
      {data.differences.length === 0 && <Text size="sm">They are one and the same unit.</Text>}
      <ChangeLines lines={data.differences} />
      {prompts && (
        <Text size="sm" mt="xs">
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => (
              <Link
                to="/prompts/$prompt"
                params={{ prompt: prompts.name }}
                search={{ version: prompts.to, against: prompts.from, tab: 'compare' }}
                {...props}
              />
            )}
          >
            See what changed in the prompt
          </Anchor>
        </Text>
      )}
    </div>
  );
}
