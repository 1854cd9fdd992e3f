import { Anchor, Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { revisionWords } from '../../ui/revisions/summary.ts';
import { When } from '../../ui/When.tsx';
import classes from './RecentChanges.module.css';

/** The last few changes: the first thing to look at when something went wrong. */
export function RecentChanges() {
  const { data, error, refetch } = useQuery(trpc.revisions.list.queryOptions({ limit: 5 }));
  if (error && !data) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (!data || data.revisions.length === 0) return null;
  return (
    <Panel
      title="Recent changes"
      aside={
        <Anchor size="sm" renderRoot={(props) => <Link to="/history" {...props} />}>
          All of the history
        </Anchor>
      }
    >
      <ol className={classes.list}>
        {data.revisions
          .map((revision) => ({ ...revision, words: revisionWords(revision) }))
          .map((revision) => (
            <li key={revision.number} className={classes.item}>
              <Text size="sm" c="dimmed" className={classes.when}>
                <When at={revision.at} />
              </Text>
              <Text size="sm" className={classes.what}>
                <strong>{revision.words.title}</strong>{' '}
                {revision.kind === 'override' && (
                  <Badge size="xs" radius="sm" tt="none" variant="light" color="amber">
                    Override
                  </Badge>
                )}
                <Text span inherit c="dimmed">
                  {' '}
                  {revision.author.name}
                  {revision.words.below !== '' && ` · ${revision.words.below}`}
                </Text>
              </Text>
            </li>
          ))}
      </ol>
    </Panel>
  );
}
