import { Anchor, Button, Group, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { stageInWords } from '../../../../shared/migration/table.ts';
import { useMay } from '../../ui/useSession.ts';
import type { CollectionDetail } from './types.ts';

type Moving = NonNullable<CollectionDetail['migration']>;

interface MovePanelProps {
  collectionKey: string;
  migration: Moving;
}

/** That the collection is on its way to another index, where that stands, and the way there. */
export function MovePanel({ collectionKey, migration: { id, state } }: MovePanelProps) {
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      aria-label="Move to another index"
      style={{ borderColor: 'var(--kg-line)', borderInlineStart: '4px solid var(--kg-known-good)' }}
    >
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>It is moving to another index</Text>
          <Text size="sm">The move is {wordsOf(state)}.</Text>
        </div>
        <Button
          size="sm"
          renderRoot={(props) => (
            <Link
              to="/collections/$collection/migrations/$migration"
              params={{ collection: collectionKey, migration: id }}
              {...props}
            />
          )}
        >
          Open the migration
        </Button>
      </Group>
    </Paper>
  );
}

const wordsOf = (state: string): string =>
  Object.entries(stageInWords).find(([stage]) => stage === state)?.[1] ?? state.replaceAll('-', ' ');

/** Begins a move where none is under way; the ones before it stand behind a link. */
export function MoveButton({ collection: { key, migration } }: { collection: CollectionDetail }) {
  const may = useMay();
  return (
    <>
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link to="/collections/$collection/migrations" params={{ collection: key }} {...props} />
        )}
      >
        Migrations
      </Anchor>
      {may.release && migration === null && (
        <Button
          size="sm"
          variant="default"
          renderRoot={(props) => (
            <Link to="/collections/$collection/move" params={{ collection: key }} {...props} />
          )}
        >
          Move to another index
        </Button>
      )}
    </>
  );
}
