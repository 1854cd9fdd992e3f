import { Group, Text, UnstyledButton } from '@mantine/core';
import { MoveMark } from '../../ui/indexes/MoveMark.tsx';
import type { Move } from '../../ui/indexes/rankMoves.ts';
import classes from './Collections.module.css';
import { metadataWords } from './metadataWords.ts';
import type { SearchAnswer } from './types.ts';

interface PassageListProps {
  label: string;
  passages: SearchAnswer['passages'];
  /** How each moved against another index; null where nothing is compared. */
  moves?: readonly Move[] | null;
  /** What it means that the other index does not have a document. */
  only?: string;
  onlyColor?: 'pine' | 'gray';
  onOpen: (document: string) => void;
}

/** Best first; the title opens the whole document. */
export function PassageList({
  label,
  passages,
  moves = null,
  only = '',
  onlyColor = 'pine',
  onOpen,
}: PassageListProps) {
  return (
    <ol className={classes.passages} aria-label={label}>
      {passages.map(({ document, chunk, title, text, score, metadata }, index) => (
        <li key={`${document} ${chunk}`} className={classes.passage}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <UnstyledButton
              className={`quiet ${classes.button} ${classes.name}`}
              onClick={() => onOpen(document)}
            >
              {title === '' ? document : title}
            </UnstyledButton>
            <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
              {moves?.[index] && <MoveMark move={moves[index]} only={only} onlyColor={onlyColor} />}
              <Text size="sm" title="Cosine similarity: 1 is the same, 0 nothing alike">
                {score.toFixed(3)}
              </Text>
            </Group>
          </Group>
          <div className={classes.small}>
            {[title === '' ? '' : document, `chunk ${chunk + 1}`, metadataWords(metadata)]
              .filter((part) => part !== '')
              .join(' · ')}
          </div>
          <p className={classes.text}>{withoutTitle(text, title)}</p>
        </li>
      ))}
    </ol>
  );
}

/** A chunk may begin with the title that already stands above it. */
const withoutTitle = (text: string, title: string): string =>
  title !== '' && text.startsWith(`${title}\n`) ? text.slice(title.length + 1) : text;
