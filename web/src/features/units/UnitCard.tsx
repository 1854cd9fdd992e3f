import { Anchor, Badge, Button, CopyButton, Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { UnitEntry } from '../../trpc.ts';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PromptView } from './PromptView.tsx';
import { parameterWords } from './parameterWords.ts';
import classes from './UnitCard.module.css';

export function UnitCard({ unit }: { unit: UnitEntry }) {
  const [open, setOpen] = useState(false);
  const { specification, prompt } = unit;
  return (
    <Panel
      title={unit.label}
      aside={
        unit.simulated && (
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
        )
      }
    >
      <MetricList width={150}>
        <Metric label="Model">{specification.model}</Metric>
        <Metric label="Provider">{unit.simulated ? 'built-in simulator' : specification.provider}</Metric>
        <Metric label="Prompt">
          {specification.prompt.name} {specification.prompt.version}
        </Metric>
        <Metric label="Parameters">
          <span className={classes.wrap}>{parameterWords(specification)}</span>
        </Metric>
      </MetricList>
      <Text size="sm" c="dimmed" mt="xs">
        {unit.usedBy.length === 0 ? 'Not used by any flag now.' : 'Used by '}
        {unit.usedBy.map((use, index) => (
          <Fragment key={`${use.flag} ${use.variant}`}>
            {index > 0 && ', '}
            <Anchor
              inherit
              underline="always"
              renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: use.flag }} {...props} />}
            >
              {use.flagName}
            </Anchor>{' '}
            as {use.variantName}
          </Fragment>
        ))}
      </Text>
      <Group gap="md" mt="xs" justify="space-between">
        {prompt ? (
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open}
            aria-label={`${open ? 'Hide prompt' : 'Show prompt'}: ${unit.label}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide prompt' : 'Show prompt'}
          </Button>
        ) : (
          <Text size="sm">Its prompt is not in the registry.</Text>
        )}
        <UnitId id={unit.id} />
      </Group>
      {open && prompt && <PromptView prompt={prompt} />}
    </Panel>
  );
}

function UnitId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <UnstyledButton onClick={copy} className={classes.id} aria-label={`Copy the unit id ${id}`}>
          {id} {copied ? <CheckIcon size={12} /> : <CopyIcon size={12} />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
