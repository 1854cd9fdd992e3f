import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentBody } from '../../../../../shared/model/document.ts';
import { trpc } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import classes from '../Collections.module.css';
import type { DocumentDetail, IndexEntry } from '../types.ts';

interface DocumentTextProps {
  collection: string;
  id: string;
  body: DocumentBody;
  applied: DocumentDetail['applied'];
  indexes: readonly IndexEntry[];
}

/** The text as it was sent, or as an index version cuts it. */
export function DocumentText({ collection, id, body, applied, indexes }: DocumentTextProps) {
  const [shown, setShown] = useState('text');
  const index = indexes.find(({ version }) => version === shown);
  return (
    <div>
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="Text or chunks"
        data={[
          { value: 'text', label: 'Text' },
          ...indexes.map(({ version, label }) => ({
            value: version,
            label: indexes.length === 1 ? 'Chunks' : `Chunks of ${label}`,
          })),
        ]}
        value={shown}
        onChange={setShown}
      />
      {index ? (
        <Chunks
          asked={{ key: collection, id, version: index.version }}
          held={applied.find(({ version }) => version === index.version)?.chunks ?? 0}
        />
      ) : (
        // A region that scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section className={classes.whole} aria-label="Text of the document" tabIndex={0}>
          {body.text === '' ? 'It has no text: no search finds it.' : body.text}
        </section>
      )}
    </div>
  );
}

/** Cut by the server, as the version's splitter cuts the document now. */
function Chunks({ asked, held }: { asked: { key: string; id: string; version: string }; held: number }) {
  const { data, error, refetch } = useQuery(trpc.collections.chunks.queryOptions(asked));
  if (error) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  const { texts, count } = data;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {count === held
          ? `${counted(held, 'chunk')}, ${held === 1 ? 'with' : 'each with'} a vector of its own.`
          : `It will be ${counted(count, 'chunk')}; the index still holds ${counted(held, 'chunk')}, of an earlier write or of none.`}
        {count > texts.length && ` The first ${texts.length} are shown.`}
      </Text>
      <ol className={classes.passages} aria-label="Chunks">
        {texts.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chunk is named by its place
          <li key={index} className={classes.passage}>
            <div className={classes.small}>chunk {index + 1}</div>
            <p className={classes.text}>{text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
