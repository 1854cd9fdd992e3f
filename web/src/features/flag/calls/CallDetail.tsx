import { Text } from '@mantine/core';
import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { formatCost, formatDuration } from '../../../ui/format.ts';
import { fallbackWords } from '../../../ui/words.ts';
import { bucketWords } from '../bucketWords.ts';
import { nameOf } from '../variants.ts';
import classes from './CallDetail.module.css';
import { labelOf } from './labelOf.ts';

const surfaces: Record<RecordedCall['surface'], string> = {
  trpc: 'tRPC',
  openai: 'OpenAI wire',
  console: 'this app',
};

/** The attempts of one call on its time line, and what else was recorded. */
export function CallDetail({ data, call }: { data: FlagData; call: RecordedCall }) {
  const facts = [
    `revision ${call.revision}`,
    `through ${surfaces[call.surface]}`,
    call.streamed ? 'streamed' : null,
    call.bucket === null ? null : bucketWords(call.bucket),
    call.firstTokenMs === null ? null : `first token after ${formatDuration(call.firstTokenMs)}`,
    `${formatDuration(call.overheadMs)} in Knowngood`,
    call.usageSource === 'estimated' ? 'tokens are estimated' : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.detail}>
      {call.attempts.length === 0 && (
        <Text size="sm">
          No model was called: the fixed answer of {nameOf(data.flag, call.variant)} was served.
        </Text>
      )}
      {call.attempts.map((attempt) => (
        <div key={attempt.startedMs} className={classes.attempt}>
          <span>
            <strong>{labelOf(data, attempt.unit)}</strong>{' '}
            {attempt.failure
              ? `did not answer: ${fallbackWords[attempt.failure]}`
              : attempt.outcome === 'ok'
                ? 'answered'
                : attempt.outcome}
            {attempt.detail !== null && <span className={classes.said}> {attempt.detail}</span>}
          </span>
          <span
            className={classes.track}
            role="img"
            aria-label={`From ${formatDuration(attempt.startedMs)} for ${formatDuration(attempt.durationMs)}`}
          >
            <span
              className={classes.span}
              data-outcome={attempt.outcome}
              style={{
                left: `${(attempt.startedMs / Math.max(1, call.latencyMs)) * 100}%`,
                width: `${Math.min(100, (attempt.durationMs / Math.max(1, call.latencyMs)) * 100)}%`,
              }}
            />
          </span>
          <span className={classes.figures}>
            {formatDuration(attempt.durationMs)}, {formatCost(attempt.costUsd)}
          </span>
        </div>
      ))}
      <Text size="xs" c="dimmed">
        {facts.join(' · ')} · request <span className={classes.mono}>{call.id}</span>
      </Text>
    </div>
  );
}
