import { Alert, Text } from '@mantine/core';
import type { ChainReport } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { CheckIcon, WarningIcon } from '../../ui/icons.tsx';

/** What a walk along one chain has found. */
export function ChainReportLine({ report }: { report: ChainReport }) {
  const { ok, environment, problem, revisions, signedTo, headHash } = report;
  return (
    <Alert
      color={ok ? 'pine' : 'red'}
      variant="light"
      p="xs"
      icon={ok ? <CheckIcon size={16} /> : <WarningIcon size={16} />}
      title={ok ? `${environment}: the chain is whole` : `${environment}: the chain is broken`}
    >
      {problem ??
        `${counted(revisions, 'revision')} checked${signedTo === null ? '' : `, signed up to #${signedTo}`}. Each holds the hash of the one before it.`}
      {ok && headHash !== '' && (
        <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {headHash}
        </Text>
      )}
    </Alert>
  );
}
