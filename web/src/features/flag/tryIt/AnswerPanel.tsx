import { Alert, Text } from '@mantine/core';
import type { FlagData } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { WarningIcon } from '../../../ui/icons.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { fallbackWords } from '../../../ui/words.ts';
import { AnswerView } from './AnswerView.tsx';
import type { Asking } from './asking.ts';

/** The answer as it comes, or what went wrong. */
export function AnswerPanel({ data, asking }: { data: FlagData; asking: Asking | null }) {
  const begun = asking !== null && (asking.start !== null || asking.answer !== null);
  return (
    <Panel title="Answer">
      {/* Told when it changes from one state to the next, not with every word. */}
      <div className="visually-hidden" role="status">
        {asking ? spoken[asking.state] : ''}
      </div>
      {asking?.state === 'failed' && <PageFailure error={asking.error} />}
      {asking?.state === 'broken' && <Broken asking={asking} />}
      {asking?.state === 'stopped' && (
        <Text size="sm" mb="xs">
          You stopped it; the model was told to stop too. What it had used by then is paid for.
        </Text>
      )}
      {asking && begun && <AnswerView data={data} asking={asking} />}
      {!begun && (asking === null || asking.state === 'waiting') && (
        <EmptyState title={asking === null ? 'Nothing asked yet' : 'Waiting for the first words…'}>
          The answer appears here as it comes, with who gives it, how long it takes and what it costs.
        </EmptyState>
      )}
    </Panel>
  );
}

const spoken: Record<Asking['state'], string> = {
  waiting: 'Waiting for the first words',
  streaming: 'The answer has begun',
  done: 'The answer is there',
  broken: 'The answer broke off',
  stopped: 'Stopped',
  failed: 'That did not work',
};

function Broken({ asking: { message, answer } }: { asking: Asking }) {
  const why = answer?.brokenBy ?? answer?.fallbackReason ?? null;
  return (
    <Alert color="amber" variant="light" icon={<WarningIcon />} title="It is not a whole answer" mb="sm">
      {message}
      {why !== null && `: ${fallbackWords[why]}`}.
    </Alert>
  );
}
