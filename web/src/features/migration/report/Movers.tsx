import { Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { ChevronIcon } from '../../../ui/icons.tsx';
import { MoveMark } from '../../../ui/indexes/MoveMark.tsx';
import { rankMoves } from '../../../ui/indexes/rankMoves.ts';
import classes from '../Migration.module.css';
import { formatChange } from '../words.ts';
import type { Mover } from './readReport.ts';

interface MoversProps {
  collection: string;
  movers: readonly Mover[];
}

const shownAtFirst = 8;

/** The golden queries that changed most, each with the first results of both indexes. */
export function Movers({ collection, movers }: MoversProps) {
  const [all, setAll] = useState(false);
  const shown = all ? movers : movers.slice(0, shownAtFirst);
  return (
    <>
      <ul className={classes.movers} aria-label="Queries that moved most">
        {shown.map((mover) => (
          <MoverItem key={mover.query} collection={collection} mover={mover} />
        ))}
      </ul>
      {movers.length > shown.length && (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {movers.length}
        </UnstyledButton>
      )}
    </>
  );
}

function MoverItem({ collection, mover }: { collection: string; mover: Mover }) {
  const [open, setOpen] = useState(false);
  const body = useId();
  const change = mover.ndcg10.new - mover.ndcg10.old;
  return (
    <li className={classes.mover}>
      <UnstyledButton
        className={classes.moverHead}
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.chevron} data-open={open || undefined}>
          <ChevronIcon size={14} />
        </span>
        <span className={classes.moverQuery}>{mover.query}</span>
        <span className={change < 0 ? classes.danger : classes.good}>
          {formatChange(change)}
          <span className={classes.small}>
            {' '}
            {mover.ndcg10.old.toFixed(2)} → {mover.ndcg10.new.toFixed(2)}
          </span>
        </span>
      </UnstyledButton>
      <div id={body} hidden={!open}>
        {open && (
          <div className={classes.sides} style={{ padding: '4px 0 12px 24px' }}>
            <Results
              title="Old index"
              collection={collection}
              list={mover.old}
              other={mover.new}
              only="not in new"
            />
            <Results
              title="New index"
              collection={collection}
              list={mover.new}
              other={mover.old}
              only="new here"
            />
          </div>
        )}
      </div>
    </li>
  );
}

interface ResultsProps {
  title: string;
  collection: string;
  list: readonly string[] | null;
  other: readonly string[] | null;
  only: string;
}

function Results({ title, collection, list, other, only }: ResultsProps) {
  const moves = rankMoves(list ?? [], other ?? []);
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600} mb={4}>
        {title}
      </Text>
      {list === null && <Text size="sm">Its results were not kept.</Text>}
      {list?.length === 0 && <Text size="sm">It found nothing.</Text>}
      <ol className={classes.results} aria-label={title}>
        {list?.map((document, index) => (
          <li key={document}>
            <Group gap={6} wrap="nowrap" justify="space-between" align="flex-start">
              <Link
                to="/collections/$collection"
                params={{ collection }}
                search={{ document }}
                className={`quiet ${classes.mono}`}
              >
                {document}
              </Link>
              <MoveMark
                move={moves[index] ?? { kind: 'same' }}
                only={only}
                onlyColor={title === 'Old index' ? 'gray' : 'pine'}
              />
            </Group>
          </li>
        ))}
      </ol>
    </div>
  );
}
