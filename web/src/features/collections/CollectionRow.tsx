import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { counted, formatCount } from '../../ui/format.ts';
import { LexicalBadge, MovingBadge, movingWords } from '../../ui/indexes/IndexBadges.tsx';
import { embedderWords } from '../../ui/indexes/indexWords.ts';
import { useMay } from '../../ui/useSession.ts';
import { When } from '../../ui/When.tsx';
import classes from './Collections.module.css';
import { servingOf, totalOf } from './indexWords.ts';
import type { CollectionEntry } from './types.ts';

/** One collection. */
export function CollectionRow({ collection }: { collection: CollectionEntry }) {
  const { key, name, description, documents, indexes, usedByFlags, migration } = collection;
  const may = useMay();
  const serving = servingOf(collection);
  const waiting = totalOf(collection, 'waiting');
  const dead = totalOf(collection, 'dead');
  const oldest = indexes.flatMap(({ oldestWaitingAt }) => oldestWaitingAt ?? []).sort()[0];
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
        {migration && (
          <Link
            to="/collections/$collection/migrations/$migration"
            params={{ collection: key, migration: migration.id }}
            aria-label={`${movingWords(migration.state)[0]}: the move of ${name} to another index`}
          >
            <MovingBadge state={migration.state} />
          </Link>
        )}
        <div className={classes.small}>{description === '' ? key : description}</div>
      </Table.Td>
      <Table.Td ta="right">{formatCount(documents)}</Table.Td>
      <Table.Td>
        {serving && (
          <>
            {serving.label} {serving.lexical && <LexicalBadge />}
            <div className={classes.small}>{embedderWords(serving)}</div>
            {may.release && migration === null && (
              <Link
                to="/collections/$collection/move"
                params={{ collection: key }}
                className={classes.move ?? ''}
                aria-label={`Move to another index: ${name}`}
              >
                Move to another index
              </Link>
            )}
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
