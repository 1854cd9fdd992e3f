import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';

interface BackToCollectionProps {
  collectionKey: string;
  name: string | undefined;
}

export const BackToCollection = ({ collectionKey, name }: BackToCollectionProps) => (
  <Anchor
    size="sm"
    c="dimmed"
    renderRoot={(props) => (
      <Link to="/collections/$collection" params={{ collection: collectionKey }} search={{}} {...props} />
    )}
  >
    ← {name ?? collectionKey}
  </Anchor>
);
