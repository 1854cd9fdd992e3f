import { Stack } from '@mantine/core';
import { leastQueries } from '../../../../../shared/migration/statisticalVerdict.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { DataInput } from '../../../ui/form/DataInput.tsx';
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
      <DataInput
        label="Queries with the documents that answer them"
        description="JSON Lines (one object on each line) or one JSON list. A grade of 0 says that a document does not answer, higher ones that it answers better, up to 10."
        text={text}
        onText={onText}
        summary={summaryOf(queries.length, relevant)}
        accept=".json,.jsonl,.ndjson,.txt,application/json"
        fileLabel="File with golden queries"
      />
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

function summaryOf(queries: number, relevant: number): string {
  if (queries === 0) return 'No query yet';
  const words = `${counted(queries, 'query', 'queries')} with ${counted(relevant, 'document')} that answer`;
  return queries < leastQueries ? `${words}; fewer than ${leastQueries} decide nothing` : words;
}
