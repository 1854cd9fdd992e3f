import { Group, Text } from '@mantine/core';
import { formatCount, formatProportion } from '../../ui/format.ts';
import { LexicalBadge, ServesBadge } from '../../ui/indexes/IndexBadges.tsx';
import { embedderWords, formatBytes, knowledgeWords, splitterWords } from '../../ui/indexes/indexWords.ts';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { When } from '../../ui/When.tsx';
import classes from './Collections.module.css';
import type { CollectionDetail, Coverage, IndexEntry } from './types.ts';

/** The live index versions, and how each stands to the documents. */
export function IndexesPanel({ collection: { indexes, coverage } }: { collection: CollectionDetail }) {
  return (
    <Panel
      title={indexes.length === 1 ? 'Index version' : 'Index versions'}
      note="How texts are cut, what turns them into vectors, and what is there of it. A version never changes."
    >
      {indexes.map((index) => (
        <Index
          key={index.version}
          index={index}
          coverage={coverage.find(({ version }) => version === index.version)}
        />
      ))}
    </Panel>
  );
}

function Index({ index, coverage }: { index: IndexEntry; coverage: Coverage | undefined }) {
  return (
    <section className={classes.index} aria-label={`Index version ${index.label}`}>
      <Group gap="xs" mb="xs">
        <Text fw={600}>{index.label}</Text>
        {index.serves && <ServesBadge />}
        {index.lexical && <LexicalBadge />}
      </Group>
      <dl className={classes.facts}>
        <dt>Embedder</dt>
        <dd>
          {embedderWords(index)}, {formatCount(index.specification.embedder.dimensions)} dimensions
        </dd>
        <dt>What it knows</dt>
        <dd>{knowledgeWords(index)}</dd>
        <dt>Cut into</dt>
        <dd>{splitterWords(index)}</dd>
        <dt>Here since</dt>
        <dd>
          <When at={index.addedAt} style="moment" />
        </dd>
        <dt>Id</dt>
        <dd className={classes.mono}>{index.version}</dd>
      </dl>
      {coverage && <Figures index={index} coverage={coverage} />}
    </section>
  );
}

function Figures({ index, coverage }: { index: IndexEntry; coverage: Coverage }) {
  const { documents, covered, withoutText, orphans, chunks, waiting, dead } = coverage;
  return (
    <div style={{ marginTop: 12 }}>
      <MetricList width={120}>
        <Metric
          label="Covered"
          tone={covered < documents ? 'fallback' : undefined}
          title="Documents that it holds as they are now"
          extra={documents === 0 ? undefined : `of ${formatCount(documents)}`}
        >
          {documents === 0 ? 'nothing to cover' : formatProportion(covered, documents)}
        </Metric>
        <Metric label="Chunks">{formatCount(chunks)}</Metric>
        <Metric label="Vectors" title="Memory that they take while they are searched">
          {formatBytes(index.vectorBytes)}
        </Metric>
        <Metric label="Waiting writes" tone={waiting > 0 ? 'fallback' : undefined}>
          {formatCount(waiting)}
        </Metric>
        <Metric label="Dead letters" tone={dead > 0 ? 'failure' : undefined}>
          {formatCount(dead)}
        </Metric>
        <Metric
          label="Without text"
          tone={withoutText > 0 ? 'fallback' : undefined}
          title="They count as covered, and no search finds them"
        >
          {formatCount(withoutText)}
        </Metric>
        {orphans > 0 && (
          <Metric label="Orphans" tone="fallback" title="Held, although there is no such document any more">
            {formatCount(orphans)}
          </Metric>
        )}
      </MetricList>
    </div>
  );
}
