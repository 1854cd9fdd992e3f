import { Badge, Code, Group, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Variant } from '../../../../../shared/model/flag.ts';
import type { FlagData, UnitOfFlag } from '../../../trpc.ts';
import { formatDuration } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { variantColors } from '../../../ui/variantColors.ts';
import { clockFacts, type UnitVariant } from '../clocks.ts';
import { unitOf } from '../variants.ts';
import classes from './VariantCards.module.css';

const RulesFacts = lazy(() => import('./RulesFacts.tsx'));

/** What the flag can serve. */
export function VariantCards({ data }: { data: FlagData }) {
  const { flag, units } = data;
  const colors = variantColors(flag.variants, flag.knownGood);
  return (
    <Panel
      title="Variants"
      note={
        flag.kind === 'call'
          ? `A whole call takes at most ${formatDuration(flag.deadlineMs)}. When the chosen variant cannot answer in time, known good is asked; when that cannot either, the fallback answers.`
          : 'This flag answers with a value; it calls no model.'
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {flag.variants.map((variant) => (
          <div key={variant.key} className={classes.card} style={{ borderTopColor: colors.get(variant.key) }}>
            <Group gap={6} mb={4}>
              <Text component="h3" m={0} size="sm" fw={650}>
                {variant.name}
              </Text>
              {variant.key === flag.knownGood && <Mark color="pine">known good</Mark>}
              {variant.key === flag.fallback && <Mark color="gray">fallback</Mark>}
              {variant.key === flag.offVariant && <Mark color="gray">when off</Mark>}
            </Group>
            <Content variant={variant} unit={unitOf(flag, units, variant.key)} />
          </div>
        ))}
      </SimpleGrid>
    </Panel>
  );
}

function Mark({ color, children }: { color: string; children: string }) {
  return (
    <Badge size="xs" radius="sm" tt="none" variant="light" color={color}>
      {children}
    </Badge>
  );
}

function Content({ variant, unit }: { variant: Variant; unit: UnitOfFlag | undefined }) {
  switch (variant.kind) {
    case 'unit':
      return <UnitFacts unit={unit} variant={variant} />;
    case 'static':
      return <blockquote className={classes.text}>{variant.text}</blockquote>;
    case 'local':
      return (
        <Text size="sm">
          Answered by a function of the product’s own, through the client library. Over HTTP the fallback
          answers.
        </Text>
      );
    case 'embedder':
      return (
        <Text size="sm">
          Vectors of {variant.model} by {variant.provider}
          {variant.dimensions === undefined ? '' : `, ${variant.dimensions} dimensions`}. Nothing ever answers
          in its place: vectors of different models cannot stand beside each other.
        </Text>
      );
    case 'rules':
      return (
        <Suspense fallback={<Skeleton height={60} />}>
          <RulesFacts variant={variant} />
        </Suspense>
      );
    case 'value':
      return (
        <Code block>
          {typeof variant.value === 'string' ? variant.value : JSON.stringify(variant.value, null, 2)}
        </Code>
      );
  }
}

function UnitFacts({ unit, variant }: { unit: UnitOfFlag | undefined; variant: UnitVariant }) {
  if (!unit) return <Text size="sm">Its unit is not registered.</Text>;
  const { specification } = unit;
  const facts: [string, string][] = [
    ['Model', specification.model],
    ['Provider', unit.simulated ? 'built-in simulator' : specification.provider],
    ['Prompt', `${specification.prompt.name} ${specification.prompt.version}`],
  ];
  if (specification.tools) facts.push(['Tools', specification.tools.map(({ name }) => name).join(', ')]);
  if (specification.responseSchema)
    facts.push(['Answers as', `JSON, “${specification.responseSchema.name}”`]);
  facts.push(...clockFacts(variant));
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
