import { Badge, Group, Text } from '@mantine/core';
import type { Answer, FlagData } from '../../../trpc.ts';
import { formatCost, formatCount, formatDuration } from '../../../ui/format.ts';
import { Metric, MetricList } from '../../../ui/Metric.tsx';
import { outcomeColors, outcomeWords, servedByWords } from '../../../ui/words.ts';
import { nameOf, unitOf } from '../variants.ts';
import classes from './AnswerView.module.css';

/** What came back, and who gave it. */
export function AnswerView({ data, answer }: { data: FlagData; answer: Answer }) {
  const { flag, units } = data;
  const unit = unitOf(flag, units, answer.variant);
  const fellBack = answer.servedBy !== 'assigned';
  return (
    <>
      <Group gap={8} mb={6}>
        <Text fw={600}>{nameOf(flag, answer.variant)}</Text>
        <Badge size="sm" radius="sm" tt="none" variant="light" color={outcomeColors[answer.status]}>
          {outcomeWords[answer.status]}
        </Badge>
        {fellBack && (
          <Badge size="sm" radius="sm" tt="none" variant="light" color="amber">
            {servedByWords(answer.servedBy, answer.fallbackReason)}
          </Badge>
        )}
        {answer.simulated && (
          <Badge
            size="sm"
            radius="sm"
            tt="none"
            variant="light"
            color="amber"
            title="Answered by the built-in simulator, not by a language model"
          >
            Simulator
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {unit?.label ?? 'fixed text, no model was called'}
        {fellBack ? `; ${nameOf(flag, answer.assignedVariant)} was assigned` : ''}
      </Text>
      <div className={classes.output}>{answer.output}</div>
      <MetricList>
        <Metric label="Took">{formatDuration(answer.latencyMs)}</Metric>
        <Metric label="Tokens in">{answer.tokens ? formatCount(answer.tokens.input) : '–'}</Metric>
        <Metric label="Tokens out">{answer.tokens ? formatCount(answer.tokens.output) : '–'}</Metric>
        <Metric label="Cost">{answer.unit === null ? 'none' : formatCost(answer.costUsd)}</Metric>
        <Metric label="Revision">{answer.revision}</Metric>
      </MetricList>
      <Text size="xs" c="dimmed" mt="sm">
        Request <span style={{ fontFamily: 'var(--mantine-font-family-monospace)' }}>{answer.requestId}</span>
      </Text>
    </>
  );
}
