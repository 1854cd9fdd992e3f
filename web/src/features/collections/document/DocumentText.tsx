import { SegmentedControl, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DocumentBody } from '../../../../../shared/model/document.ts';
import { split } from '../../../../../shared/retrieval/split.ts';
import { counted } from '../../../ui/format.ts';
import classes from '../Collections.module.css';
import type { DocumentDetail, IndexEntry } from '../types.ts';

/** Chunks that are shown at once. */
const mostShown = 200;

interface DocumentTextProps {
  body: DocumentBody;
  applied: DocumentDetail['applied'];
  indexes: readonly IndexEntry[];
}

/** The text as it was sent, or as an index version cuts it. */
export function DocumentText({ body, applied, indexes }: DocumentTextProps) {
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
          body={body}
          index={index}
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

/** Cut here by the splitter that the version names: the same program cuts on the server. */
function Chunks({ body, index, held }: { body: DocumentBody; index: IndexEntry; held: number }) {
  const chunks = useMemo(() => split(index.specification.splitter, body), [index, body]);
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {chunks.length === held
          ? `${counted(held, 'chunk')}, ${held === 1 ? 'with' : 'each with'} a vector of its own.`
          : `It will be ${counted(chunks.length, 'chunk')}; the index still holds ${counted(held, 'chunk')}, of an earlier write or of none.`}
        {chunks.length > mostShown && ` The first ${mostShown} are shown.`}
      </Text>
      <ol className={classes.passages} aria-label="Chunks">
        {chunks.slice(0, mostShown).map((chunk) => (
          <li key={chunk.index} className={classes.passage}>
            <div className={classes.small}>chunk {chunk.index + 1}</div>
            <p className={classes.text}>{chunk.text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
