import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { counted, formatCount, none } from '../../ui/format.ts';
import { When } from '../../ui/When.tsx';
import classes from './Collections.module.css';
import { LexicalBadge, MovingBadge } from './IndexBadges.tsx';
import { embedderWords, servingOf, totalOf } from './indexWords.ts';
import { pollEvery } from './pollEvery.ts';
import type { CollectionEntry } from './types.ts';

/** Counting goes through all documents. */
const idleMs = 30_000;

/** One collection. Its documents are counted by a question of its own, so that a large one holds up no other. */
export function CollectionRow({ collection }: { collection: CollectionEntry }) {
  const { key, name, description, indexes, usedByFlags, migration } = collection;
  const detail = useQuery(
    trpc.collections.get.queryOptions({ key }, { refetchInterval: pollEvery([collection], idleMs) }),
  );
  const serving = servingOf(collection);
  const waiting = totalOf(collection, 'waiting');
  const dead = totalOf(collection, 'dead');
  const oldest = indexes.flatMap(({ oldestWaitingAt }) => oldestWaitingAt ?? []).sort()[0];
  const documents = detail.data?.coverage[0]?.documents;
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          to="/collections/$collection"
          params={{ collection: key }}
          search={{}}
          className={`quiet ${classes.name}`}
        >
          {name}
        </Link>{' '}
        {migration && <MovingBadge state={migration.state} />}
        <div className={classes.small}>{description === '' ? key : description}</div>
      </Table.Td>
      <Table.Td ta="right">{documents === undefined ? none : formatCount(documents)}</Table.Td>
      <Table.Td>
        {serving && (
          <>
            {serving.label} {serving.lexical && <LexicalBadge />}
            <div className={classes.small}>{embedderWords(serving)}</div>
          </>
        )}
      </Table.Td>
      <Table.Td>
        <span className={waiting > 0 ? classes.warning : undefined}>{formatCount(waiting)}</span>
        {oldest !== undefined && (
          <div className={classes.small}>
            oldest <When at={oldest} />
          </div>
        )}
      </Table.Td>
      <Table.Td>
        <span className={dead > 0 ? classes.danger : undefined}>{formatCount(dead)}</span>
      </Table.Td>
      <Table.Td>
        {usedByFlags.length === 0 ? (
          <span className={classes.small}>no flag</span>
        ) : (
          <>
            <Link to="/flags/$flag" params={{ flag: usedByFlags[0] ?? '' }} className="quiet">
              {usedByFlags[0]}
            </Link>
            {usedByFlags.length > 1 && (
              <div className={classes.small}>and {counted(usedByFlags.length - 1, 'more flag')}</div>
            )}
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
