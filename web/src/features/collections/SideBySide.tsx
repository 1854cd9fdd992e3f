import { Group, Skeleton, Text } from '@mantine/core';
import { formatDuration } from '../../ui/format.ts';
import { ServesBadge } from '../../ui/indexes/IndexBadges.tsx';
import { type Move, rankMoves } from '../../ui/indexes/rankMoves.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import classes from './Collections.module.css';
import { PassageList } from './PassageList.tsx';
import type { CollectionDetail, IndexEntry } from './types.ts';
import { useCollectionSearch } from './useCollectionSearch.ts';

/** Passages that both indexes are asked for. */
const k = 10;

interface SideBySideProps {
  collection: CollectionDetail;
  asked: { query: string; again: number };
  onOpen: (document: string) => void;
}

/** The same query on the two live indexes: the old one left, the new one right, with what moved between them. */
export function SideBySide({ collection: { key, migration, indexes }, asked, onOpen }: SideBySideProps) {
  const isNew = ({ version }: IndexEntry) =>
    migration ? version === migration.to : version !== indexes[0]?.version;
  const old = indexes.find((index) => !isNew(index));
  const fresh = indexes.find(isNew);
  const answers = {
    old: useCollectionSearch({ key, ...asked, k, version: old?.version ?? '' }),
    new: useCollectionSearch({ key, ...asked, k, version: fresh?.version ?? '' }),
  };
  const documents = {
    old: answers.old.data?.passages.map(({ document }) => document) ?? [],
    new: answers.new.data?.passages.map(({ document }) => document) ?? [],
  };
  const bothHere = answers.old.data !== undefined && answers.new.data !== undefined;
  return (
    <div className={classes.beside}>
      {old && (
        <Column
          title="Old"
          index={old}
          answer={answers.old}
          moves={bothHere ? rankMoves(documents.old, documents.new) : null}
          only="not in new"
          onOpen={onOpen}
        />
      )}
      {fresh && (
        <Column
          title="New"
          index={fresh}
          answer={answers.new}
          moves={bothHere ? rankMoves(documents.new, documents.old) : null}
          only="only in new"
          onOpen={onOpen}
        />
      )}
    </div>
  );
}

interface ColumnProps {
  title: string;
  index: IndexEntry;
  answer: ReturnType<typeof useCollectionSearch>;
  moves: Move[] | null;
  only: string;
  onOpen: (document: string) => void;
}

function Column({ title, index, answer: { data, error, refetch }, moves, only, onOpen }: ColumnProps) {
  return (
    <section aria-label={`${title} index`}>
      <Group gap="xs" mb={6}>
        <Text size="sm" fw={600}>
          {title}: {index.label}
        </Text>
        {index.serves && <ServesBadge />}
      </Group>
      {error && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data && (
        <>
          <Text size="xs" c="dimmed" mb={6} role="status">
            {data.passages.length === 0
              ? 'No document was found'
              : `The first ${data.passages.length}, in ${formatDuration(data.ms)}`}
          </Text>
          <PassageList
            label={`Passages of the ${title.toLowerCase()} index`}
            passages={data.passages}
            moves={moves}
            only={only}
            onlyColor={title === 'Old' ? 'gray' : 'pine'}
            onOpen={onOpen}
          />
        </>
      )}
    </section>
  );
}
