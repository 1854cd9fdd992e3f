import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FlagData, trpc } from '../../trpc.ts';

/** The collections that the flag's units retrieve from, and whether one is on its way to another index: answers change with it. */
export function Retrieves({ data: { flag, units } }: { data: FlagData }) {
  const keys = [...new Set(units.flatMap(({ specification }) => specification.retrieval?.collection ?? []))];
  const { data } = useQuery(trpc.collections.list.queryOptions(undefined, { enabled: keys.length > 0 }));
  if (keys.length === 0) return null;
  return (
    <Group gap={6} mt={4} role="group" aria-label={`Collections that ${flag.name} retrieves from`}>
      <Text size="sm" c="dimmed">
        Retrieves from
      </Text>
      {keys.map((key) => {
        const collection = data?.collections.find((one) => one.key === key);
        return (
          <Group key={key} gap={6}>
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link to="/collections/$collection" params={{ collection: key }} search={{}} {...props} />
              )}
            >
              {collection?.name ?? key}
            </Anchor>
            {collection?.migration && (
              <Link
                to="/collections/$collection/migrations/$migration"
                params={{ collection: key, migration: collection.migration.id }}
              >
                <Badge size="sm" radius="sm" tt="none" variant="light" color="amber">
                  {collection.migration.state === 'draft' ? 'Move planned' : 'Moving to another index'}
                </Badge>
              </Link>
            )}
          </Group>
        );
      })}
    </Group>
  );
}
