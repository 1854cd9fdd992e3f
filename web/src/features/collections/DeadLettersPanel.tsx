import { Button, Skeleton, Table, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient, trpc } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { toastDone, toastFailure } from '../../ui/toast.ts';
import { useMay } from '../../ui/useSession.ts';
import { When } from '../../ui/When.tsx';
import { WideTable } from '../../ui/WideTable.tsx';
import classes from './Collections.module.css';
import { totalOf } from './indexWords.ts';
import type { CollectionDetail } from './types.ts';

const limit = 50;

interface DeadLettersPanelProps {
  collection: CollectionDetail;
  onOpen: (document: string) => void;
}

/** The writes that an index could not apply, why, and another try. */
export function DeadLettersPanel({ collection, onOpen }: DeadLettersPanelProps) {
  const { key, indexes } = collection;
  const may = useMay();
  const { data, error, refetch } = useQuery(trpc.collections.deadLetters.queryOptions({ key, limit }));
  const retry = useMutation(
    trpc.collections.retryDeadLetters.mutationOptions({
      onSuccess: ({ retried }) => {
        toastDone(
          `${counted(retried, 'write')} will be tried again`,
          'What fails once more comes back here.',
        );
        void queryClient.invalidateQueries({ queryKey: trpc.collections.pathKey() });
      },
      onError: (failure) => toastFailure('They were not tried again', failure),
    }),
  );
  const labelOf = (version: string) =>
    indexes.find((index) => index.version === version)?.label ?? 'a version that is gone';
  const letters = data?.letters ?? [];
  return (
    <Panel
      title="Dead letters"
      note={
        <>
          Writes that an index could not apply. Until they are, a search finds the document as it was before,
          or not at all. A newer write of the same document replaces its dead letter.
          {!may.edit && ' An editor can have them tried again.'}
        </>
      }
      aside={
        may.edit &&
        indexes
          .filter(({ dead }) => dead > 0)
          .map(({ version, label, dead }) => (
            <Button
              key={version}
              size="xs"
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate({ key, version })}
            >
              {indexes.length === 1 ? `Try all ${dead} again` : `Try all ${dead} of ${label} again`}
            </Button>
          ))
      }
      flush
    >
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={90} />}
      {letters.length > 0 && (
        <WideTable label="Dead letters" minWidth={760} className={classes.table ?? ''} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={230}>Document</Table.Th>
              <Table.Th>Reason</Table.Th>
              <Table.Th w={150}>Given up</Table.Th>
              {may.edit && <Table.Th w={120}>Again</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {letters.map(({ document, version, attempts, error: reason, failedAt }) => (
              <Table.Tr key={`${document} ${version}`}>
                <Table.Td>
                  <UnstyledButton className={`quiet ${classes.button}`} onClick={() => onOpen(document)}>
                    {document}
                  </UnstyledButton>
                  <div className={classes.small}>in {labelOf(version)}</div>
                </Table.Td>
                <Table.Td>{reason === '' ? 'No reason was kept' : reason}</Table.Td>
                <Table.Td>
                  {failedAt !== '' && <When at={failedAt} />}
                  <div className={classes.small}>after {counted(attempts, 'try', 'tries')}</div>
                </Table.Td>
                {may.edit && (
                  <Table.Td>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Try ${document} again`}
                      disabled={retry.isPending}
                      onClick={() => retry.mutate({ key, version, documents: [document] })}
                    >
                      Try again
                    </Button>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {data?.next && (
        <Text size="sm" c="dimmed" px="md" py="sm">
          The first {letters.length} of {counted(totalOf(collection, 'dead'), 'dead letter')}; trying all
          again reaches the rest.
        </Text>
      )}
    </Panel>
  );
}
