import { NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type PromptDetail, trpc } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DiffMessage } from './DiffMessage.tsx';
import classes from './Prompts.module.css';

interface PromptCompareProps {
  prompt: PromptDetail;
  against: string;
  onAgainst: (version: string) => void;
}

/** What changed from one version to another, message by message. */
export function PromptCompare({ prompt, against, onAgainst }: PromptCompareProps) {
  const { name, version, versions } = prompt;
  const { data, error, refetch } = useQuery(
    trpc.prompts.diff.queryOptions(
      { name, from: against, to: version },
      { placeholderData: keepPreviousData },
    ),
  );
  const same = data && data.notes.length === 0 && data.messages.every((message) => message.change === 'same');
  return (
    <Panel
      title={`From ${against} to ${version}`}
      aside={
        <NativeSelect
          aria-label="Compare with version"
          size="xs"
          data={versions.map((one) => ({ value: one, label: `compare with ${one}` }))}
          value={against}
          onChange={(event) => onAgainst(event.currentTarget.value)}
        />
      }
    >
      {error && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data && (
        <Stack gap="sm">
          {same && (
            <Text size="sm">
              {against === version
                ? 'This is one and the same version: choose another to compare with.'
                : 'The two say the same; only the file’s white space or comments differ.'}
            </Text>
          )}
          {data.notes.length > 0 && (
            <ul className={classes.list}>
              {data.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          {data.messages.map((message, index) => (
            // Messages have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <DiffMessage key={index} message={message} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}
