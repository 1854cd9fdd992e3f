import { Badge, Group, Text } from '@mantine/core';
import type { ModelEntry } from '../../trpc.ts';
import { formatDuration } from '../../ui/format.ts';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { When } from '../../ui/When.tsx';
import { fallbackWords } from '../../ui/words.ts';
import { attemptWords, breakerWords, failureShares } from './healthWords.ts';
import classes from './Providers.module.css';

/** How one model has done in the last quarter of an hour, and whether calls still go to it. */
export function ModelHealth({ model }: { model: ModelEntry }) {
  const breaker = breakerWords[model.breaker];
  const failures = failureShares(model);
  const { lastFailure } = model;
  return (
    <li className={classes.model}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text component="h3" m={0} size="sm" fw={650} className={classes.name}>
          {model.model}
        </Text>
        <Badge radius="sm" tt="none" variant="light" color={breaker.color} title={breaker.about}>
          {breaker.label}
        </Badge>
      </Group>
      {model.breaker !== 'closed' && (
        <Text size="sm" mb={6}>
          {breaker.about}
        </Text>
      )}
      <Text size="sm" mb={8}>
        {attemptWords(model)}.
      </Text>
      <MetricList width={84}>
        <Metric label="p50" title="Half of the attempts that went well were faster">
          {formatDuration(model.p50Ms)}
        </Metric>
        <Metric label="p95" title="95 of 100 attempts that went well were faster">
          {formatDuration(model.p95Ms)}
        </Metric>
        <Metric label="Last asked">{model.lastAt === null ? 'never' : <When at={model.lastAt} />}</Metric>
      </MetricList>
      {failures.length > 0 && (
        <ul className={classes.failures} aria-label={`Failures of ${model.model}`}>
          {failures.map(({ reason, words, count, share }) => (
            <li key={reason}>
              <strong>{share}</strong> failed ({count}): {words}
            </li>
          ))}
        </ul>
      )}
      {lastFailure && (
        <Text size="xs" c="dimmed" mt={8}>
          Last failure <When at={lastFailure.at} />: {fallbackWords[lastFailure.reason] ?? lastFailure.reason}
          {lastFailure.detail !== null && (
            <span className={classes.said}>. It said: {lastFailure.detail}</span>
          )}
        </Text>
      )}
    </li>
  );
}
