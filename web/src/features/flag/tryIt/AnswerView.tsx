import { Badge, Code, Group, Text } from '@mantine/core';
import type { ToolCall } from '../../../../../shared/model/content.ts';
import type { Answer, FlagData } from '../../../trpc.ts';
import { formatCount, formatDuration, none } from '../../../ui/format.ts';
import { Metric, MetricList } from '../../../ui/Metric.tsx';
import { outcomeColors, outcomeWords, servedByWords } from '../../../ui/words.ts';
import { finishWords, moveWords, priceWords } from '../calls/callWords.ts';
import { answererOf, placeOf } from '../calls/labelOf.ts';
import { nameOf } from '../variants.ts';
import { AnswerRetrieval } from './AnswerRetrieval.tsx';
import classes from './AnswerView.module.css';
import type { Asking } from './asking.ts';

/** What came back, whole or so far, and who gave it. */
export function AnswerView({ data, asking }: { data: FlagData; asking: Asking }) {
  const { answer, text, toolCalls } = asking;
  const known = answer ?? asking.start;
  const streaming = asking.state === 'streaming';
  return (
    <>
      {known && <AnsweredBy data={data} known={known} answer={answer} />}
      {(text !== '' || streaming) && (
        // Long answers scroll inside, by keyboard too.
        <section
          className={classes.output}
          aria-label="Text of the answer"
          aria-busy={streaming}
          data-streaming={streaming || undefined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
        >
          {text}
        </section>
      )}
      {toolCalls.length > 0 && <ToolCalls calls={toolCalls} />}
      {answer && (
        <MetricList>
          <Metric label="Took">{formatDuration(answer.latencyMs)}</Metric>
          <Metric label="Tokens in">{answer.tokens ? formatCount(answer.tokens.input) : none}</Metric>
          <Metric label="Tokens out">{answer.tokens ? formatCount(answer.tokens.output) : none}</Metric>
          <Metric label="Cost">{answer.unit === null ? 'none' : priceWords(answer)}</Metric>
          <Metric label="Revision">{answer.revision}</Metric>
        </MetricList>
      )}
      {answer && retrieves(data, answer) && (
        <AnswerRetrieval flag={data.flag.key} requestId={answer.requestId} />
      )}
      {known && (
        <Text size="xs" c="dimmed" mt="sm">
          Request{' '}
          <span style={{ fontFamily: 'var(--mantine-font-family-monospace)' }}>{known.requestId}</span>
        </Text>
      )}
    </>
  );
}

const retrieves = ({ units }: FlagData, { unit }: Answer): boolean =>
  units.some(({ id, specification }) => id === unit && specification?.retrieval !== undefined);

interface AnsweredByProps {
  data: FlagData;
  known: NonNullable<Asking['start']> | Answer;
  answer: Answer | null;
}

function AnsweredBy({ data, known, answer }: AnsweredByProps) {
  const { flag } = data;
  const fellBack = known.servedBy !== 'assigned';
  const { conversation } = known;
  return (
    <>
      <Group gap={8} mb={6}>
        <Text fw={600}>{nameOf(flag, known.variant)}</Text>
        {answer && <Mark color={outcomeColors[answer.status]}>{outcomeWords[answer.status]}</Mark>}
        {fellBack && <Mark color="amber">{servedByWords(known.servedBy, known.fallbackReason)}</Mark>}
        {answer?.refusal && <Mark color="amber">The model declined</Mark>}
        {known.simulated && (
          <Mark color="amber" title="Answered by the built-in simulator, not by a language model">
            Simulator
          </Mark>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {answererOf(data, known)}
        {answer && fellBack ? `; ${nameOf(flag, answer.assignedVariant)} was assigned` : ''}
        {answer?.finishReason && answer.finishReason !== 'stop'
          ? `; ended ${finishWords[answer.finishReason]}`
          : ''}
      </Text>
      {answer && conversation && (
        <Text size="sm" c="dimmed">
          Turn {conversation.turn} of the conversation
          {conversation.move
            ? `, moved from ${placeOf(data, conversation.move.from)} to ${placeOf(data, conversation.move.to)}: ${moveWords[conversation.move.why]}`
            : conversation.pinned
              ? ', kept on its unit'
              : ''}
        </Text>
      )}
    </>
  );
}

function Mark({ color, title, children }: { color: string; title?: string; children: string }) {
  return (
    <Badge size="sm" radius="sm" tt="none" variant="light" color={color} {...(title ? { title } : {})}>
      {children}
    </Badge>
  );
}

/** What the model asks the product to run. This page runs none of it. */
function ToolCalls({ calls }: { calls: readonly ToolCall[] }) {
  return (
    <ul className={classes.tools} aria-label="Tools that the model asks for">
      {calls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: while it streams, a call may have no id yet
        <li key={index}>
          <Text size="sm">
            It asks for the tool <strong>{call.name}</strong>; running tools is the product’s part.
          </Text>
          <Code block>{call.arguments}</Code>
        </li>
      ))}
    </ul>
  );
}
