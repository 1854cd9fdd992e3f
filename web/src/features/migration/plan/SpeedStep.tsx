import { Alert, Skeleton, Stack } from '@mantine/core';
import type { Throttle } from '../../../../../shared/migration/migration.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import type { Estimate } from '../types.ts';
import { EstimateFacts } from './EstimateFacts.tsx';
import { ThrottleFields } from './ThrottleFields.tsx';

interface SpeedStepProps {
  throttle: Throttle;
  onThrottle: (throttle: Throttle) => void;
  estimate: { data: Estimate | undefined; error: unknown; isFetching: boolean; refetch: () => unknown };
}

/** How fast the new index is built, and what that takes. */
export default function SpeedStep({ throttle, onThrottle, estimate }: SpeedStepProps) {
  const { data, error, isFetching, refetch } = estimate;
  const tooMuch = data !== undefined && data.memory.old + data.memory.new > data.memory.allowed;
  return (
    <Stack gap="md">
      <Panel title="Speed" note="How fast documents are embedded into the new index.">
        <ThrottleFields draft={throttle} onChange={(change) => onThrottle({ ...throttle, ...change })} />
      </Panel>
      <Panel title="What it will take" aria-busy={isFetching}>
        {error !== null && <PageFailure error={error} onRetry={() => void refetch()} />}
        {error === null && !data && <Skeleton height={60} />}
        {data && <EstimateFacts estimate={data} />}
        {tooMuch && (
          <Alert color="red" variant="light" mt="sm" icon={<WarningIcon />} title="Too much memory">
            Both indexes together do not fit into what this server may use. Choose fewer dimensions or larger
            chunks, or give it more with <code>INDEX_MEMORY_MB</code>: as it is, it could not be started.
          </Alert>
        )}
      </Panel>
    </Stack>
  );
}
