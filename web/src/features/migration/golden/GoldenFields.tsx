import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { leastQueries } from '../../../../../shared/migration/statisticalVerdict.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { counted } from '../../../ui/format.ts';
import classes from '../Migration.module.css';
import type { ReadGoldenSet } from './readGoldenSet.ts';

const example = `{"query": "How do I stop a model?", "grades": {"docs/stop.md": 2, "docs/flags.md": 1}}
{"query": "What is a segment?", "relevant": ["docs/segments.md"]}`;
const mostProblems = 5;

interface GoldenFieldsProps {
  text: string;
  read: ReadGoldenSet;
  onText: (text: string) => void;
}

/** A place for queries with judged documents; says at once how they were understood, line by line. */
export function GoldenFields({ text, read: { queries, problems, relevant }, onText }: GoldenFieldsProps) {
  return (
    <Stack gap="xs">
      <Textarea
        label="Queries with the documents that answer them"
        description="JSON Lines (one object on each line) or one JSON list. A grade of 0 says that a document does not answer, higher ones that it answers better, up to 10."
        autosize
        minRows={5}
        maxRows={14}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Group gap="sm" justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite">
          {queries.length === 0
            ? 'No query yet'
            : `${counted(queries.length, 'query', 'queries')} with ${counted(relevant, 'document')} that answer`}
          {queries.length > 0 &&
            queries.length < leastQueries &&
            `; fewer than ${leastQueries} decide nothing`}
        </Text>
        <FileButton
          accept=".json,.jsonl,.ndjson,.txt,application/json"
          onChange={(file) => void file?.text().then(onText)}
          inputProps={{ 'aria-label': 'File with golden queries' }}
        >
          {(props) => (
            <Button {...props} size="compact-sm" variant="default">
              Upload a file
            </Button>
          )}
        </FileButton>
      </Group>
      {problems.length > 0 && (
        <ul className={classes.problems} role="alert">
          {problems.slice(0, mostProblems).map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              {line === null ? '' : `Line ${line}: `}
              {message}
            </li>
          ))}
          {problems.length > mostProblems && <li>and {problems.length - mostProblems} more</li>}
        </ul>
      )}
      <details className={classes.details}>
        <summary>An example</summary>
        <CodeBlock label="Example of golden queries" code={example} />
      </details>
    </Stack>
  );
}
