import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { BackToCollection } from './BackToCollection.tsx';

/** The way back: to the collection, and to all of its migrations. */
export function MigrationTrail({ collectionKey }: { collectionKey: string }) {
  const { data } = useQuery(trpc.collections.get.queryOptions({ key: collectionKey }));
  return (
    <Group gap="md" mb={4}>
      <BackToCollection collectionKey={collectionKey} name={data?.name} />
      <Anchor
        size="sm"
        c="dimmed"
        renderRoot={(props) => (
          <Link to="/collections/$collection/migrations" params={{ collection: collectionKey }} {...props} />
        )}
      >
        All its migrations
      </Anchor>
    </Group>
  );
}
