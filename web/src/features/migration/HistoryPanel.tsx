import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { revisionWords } from '../../ui/revisions/summary.ts';
import { When } from '../../ui/When.tsx';
import classes from './Migration.module.css';
import { ofMigration } from './ofMigration.ts';
import type { MigrationDetail } from './types.ts';

const limit = 100;

/** Every act on this migration and what came about by itself: who, when and why, out of the environment's log. */
export default function HistoryPanel({ migration }: { migration: MigrationDetail }) {
  const { data, error, refetch } = useQuery(
    trpc.revisions.list.queryOptions({
      limit,
      resource: { kind: 'collection', key: migration.state.collection },
    }),
  );
  const revisions = data && ofMigration(data.revisions, migration);
  return (
    <Panel
      title="Who did what, and why"
      aside={
        <Anchor size="sm" renderRoot={(props) => <Link to="/history" {...props} />}>
          Whole history
        </Anchor>
      }
    >
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} />}
      {revisions?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing of it is among the last {limit} changes of the collection.
        </Text>
      )}
      <ol className={classes.acts} aria-label="Acts of this migration">
        {revisions
          ?.map((revision) => ({ ...revision, words: revisionWords(revision) }))
          .map(({ number, at, author, words }) => (
            <li key={number} className={classes.actOfLog}>
              <span className={classes.small}>#{number}</span>
              <div>
                <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {words.title}
                </Text>
                <div className={classes.small}>
                  {author.name}, <When at={at} />
                  {words.below !== '' && ` · ${words.below}`}
                </div>
              </div>
            </li>
          ))}
      </ol>
    </Panel>
  );
}
