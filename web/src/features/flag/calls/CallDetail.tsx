import { Text } from '@mantine/core';
import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { RetrievedFrom } from '../../../ui/indexes/RetrievedFrom.tsx';
import { nameOf, variantOf } from '../variants.ts';
import classes from './CallDetail.module.css';
import { callFacts } from './callFacts.ts';
import { Waterfall } from './Waterfall.tsx';

/** The tries of one call on its time line, and what else was recorded. */
export default function CallDetail({ data, call }: { data: FlagData; call: RecordedCall }) {
  return (
    <div className={classes.detail}>
      {call.attempts.length === 0 ? (
        <Text size="sm">{withoutModel(data, call)}</Text>
      ) : (
        <Waterfall data={data} call={call} />
      )}
      <dl className={classes.facts}>
        {callFacts(data, call).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {call.retrieval && (
          <div>
            <dt>Passages from</dt>
            <dd>
              <RetrievedFrom from={call.retrieval} />
            </dd>
          </div>
        )}
      </dl>
      <Text size="xs" c="dimmed">
        Request <span className={classes.mono}>{call.id}</span>
      </Text>
    </div>
  );
}

function withoutModel({ flag }: FlagData, call: RecordedCall): string {
  if (call.outcome === 'rejected') return 'No model was called: the request was refused.';
  const name = nameOf(flag, call.variant);
  switch (variantOf(flag, call.variant)?.kind) {
    case 'rules':
      return `No model was called: the rules of ${name} answered.`;
    case 'local':
      return `No model was called: the product’s own function answers ${name}.`;
    default:
      return `No model was called: the fixed answer of ${name} was served.`;
  }
}
