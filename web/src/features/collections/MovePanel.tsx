import { Anchor, Button, Group, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Stage } from '../../../../shared/migration/migration.ts';
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
          <Text fw={600}>
            {state === 'draft' ? 'A move to another index is planned' : 'It is moving to another index'}
          </Text>
          <Text size="sm">{wordsOf(state)}</Text>
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

const words: Record<Stage, string> = {
  draft: 'Nothing has begun: the index that serves now answers every query.',
  'dual-write': 'The new index is being opened.',
  backfilling: 'The new index is being built. The old one answers every query.',
  paused: 'The backfill is paused. The old index answers every query.',
  verifying: 'The two indexes are being compared, or wait for a decision. The old one answers every query.',
  ready: 'The new index is ready to cut over. The old one still answers every query.',
  stale: 'The verdict holds no longer: compare again. The old index answers every query.',
  canary: 'The new index is tried on a share of those who ask.',
  'serving-new': 'It is cut over: the new index answers every query, and it can be reversed.',
  'serving-old': 'It is reversed: the old index answers every query again.',
  retiring: 'The index that does not serve is being dropped.',
  retired: 'It is finished.',
  cancelled: 'It is cancelled.',
};

const wordsOf = (state: string): string =>
  Object.entries(words).find(([stage]) => stage === state)?.[1] ?? state.replaceAll('-', ' ');

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
