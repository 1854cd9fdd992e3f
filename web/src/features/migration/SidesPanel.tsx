import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { LexicalBadge, ServesBadge } from '../../ui/indexes/IndexBadges.tsx';
import {
  type Described,
  embedderWords,
  formatBytes,
  isLexical,
  splitterWords,
} from '../../ui/indexes/indexWords.ts';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Migration.module.css';
import type { Collection, MigrationDetail } from './types.ts';

interface SidesPanelProps {
  migration: MigrationDetail;
  collection: Collection | undefined;
}

/** The two indexes beside each other: what they are, and how far each is behind the writes. */
export function SidesPanel({ migration, collection }: SidesPanelProps) {
  const { from, to } = migration.state;
  const areBoth = [from, to].every((one) => collection?.indexes.some(({ version }) => version === one));
  return (
    <Panel
      title="The two indexes"
      aside={
        areBoth && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                to="/collections/$collection"
                params={{ collection: migration.state.collection }}
                search={{}}
                hash="search"
                {...props}
              />
            )}
          >
            Ask both, side by side
          </Anchor>
        )
      }
    >
      <div className={classes.sides}>
        <Side side="old" version={from} migration={migration} collection={collection} />
        <Side side="new" version={to} migration={migration} collection={collection} />
      </div>
    </Panel>
  );
}

/** The backfill counts itself, at another moment than the collection does. */
const isBuilt = ['dual-write', 'backfilling', 'paused'];

interface SideProps extends SidesPanelProps {
  side: 'old' | 'new';
  version: string;
}

function Side({ side, version, migration, collection }: SideProps) {
  const index = collection?.indexes.find((one) => one.version === version);
  const coverage = collection?.coverage.find((one) => one.version === version);
  const lag = migration.lag.find((one) => one.side === side);
  const described: (Described & { label: string }) | undefined = side === 'new' ? migration.version : index;
  const serves = migration.serving === version;
  return (
    <section aria-label={side === 'old' ? 'Old index' : 'New index'}>
      <Group gap="xs" mb={4}>
        <Badge size="sm" radius="sm" tt="none" variant="outline" color={side === 'new' ? 'pine' : 'gray'}>
          {side === 'old' ? 'Old' : 'New'}
        </Badge>
        {serves && <ServesBadge />}
        {described && isLexical(described) && <LexicalBadge />}
      </Group>
      <Text fw={600} mb="xs">
        {described?.label ?? version}
      </Text>
      <dl className={classes.facts}>
        {described && (
          <>
            <dt>Embedder</dt>
            <dd>
              {embedderWords(described)}, {formatCount(described.specification.embedder.dimensions)}{' '}
              dimensions
            </dd>
            <dt>Cut into</dt>
            <dd>{splitterWords(described)}</dd>
          </>
        )}
        {coverage && index && !(side === 'new' && isBuilt.includes(migration.state.stage)) && (
          <>
            <dt>Documents</dt>
            <dd>
              {formatCount(coverage.covered)} of {formatCount(coverage.documents)} as they are now
            </dd>
            <dt>Memory</dt>
            <dd>{formatBytes(index.vectorBytes)}</dd>
          </>
        )}
        {lag && (
          <>
            <dt>Waiting writes</dt>
            <dd className={lag.waiting > 0 ? (classes.warning ?? '') : ''}>
              {formatCount(lag.waiting)}
              {lag.oldestWaitingMs !== null && `, the oldest for ${formatDuration(lag.oldestWaitingMs)}`}
            </dd>
            <dt>Dead letters</dt>
            <dd className={lag.dead > 0 ? (classes.danger ?? '') : ''}>
              {formatCount(lag.dead)}
              {lag.dead > 0 && (
                <>
                  {', '}
                  <Anchor
                    inherit
                    underline="always"
                    renderRoot={(props) => (
                      <Link
                        to="/collections/$collection"
                        params={{ collection: migration.state.collection }}
                        search={{}}
                        {...props}
                      />
                    )}
                  >
                    look and try again
                  </Anchor>
                </>
              )}
            </dd>
          </>
        )}
        {!lag && (
          <>
            <dt>State</dt>
            <dd>{absentWords(side, migration)}</dd>
          </>
        )}
        <dt>Id</dt>
        <dd className={classes.mono}>{version}</dd>
      </dl>
    </section>
  );
}

function absentWords(side: 'old' | 'new', { state: { stage } }: MigrationDetail): string {
  if (side === 'new' && (stage === 'draft' || stage === 'dual-write'))
    return 'Not there yet: it is opened at the start';
  return 'Gone for good';
}
