import { Group, Text, UnstyledButton } from '@mantine/core';
import classes from './Collections.module.css';
import { metadataWords } from './metadataWords.ts';
import type { SearchAnswer } from './types.ts';

interface PassageListProps {
  passages: SearchAnswer['passages'];
  onOpen: (document: string) => void;
}

/** Best first; the title opens the whole document. */
export function PassageList({ passages, onOpen }: PassageListProps) {
  return (
    <ol className={classes.passages} aria-label="Passages">
      {passages.map(({ document, chunk, title, text, score, metadata }) => (
        <li key={`${document} ${chunk}`} className={classes.passage}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <UnstyledButton
              className={`quiet ${classes.button} ${classes.name}`}
              onClick={() => onOpen(document)}
            >
              {title === '' ? document : title}
            </UnstyledButton>
            <Text
              size="sm"
              style={{ flex: 'none' }}
              title="Cosine similarity: 1 is the same, 0 nothing alike"
            >
              {score.toFixed(3)}
            </Text>
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
