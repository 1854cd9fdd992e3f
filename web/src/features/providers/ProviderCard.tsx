import { Badge, Group, Text } from '@mantine/core';
import type { ProviderEntry } from '../../trpc.ts';
import { counted, formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ModelHealth } from './ModelHealth.tsx';
import classes from './Providers.module.css';

/** One provider: what is under way with it now, and each of its models that was asked. */
export function ProviderCard({ provider }: { provider: ProviderEntry }) {
  const { name, simulated, load, models } = provider;
  return (
    <Panel
      title={name}
      aside={
        simulated && (
          <Badge radius="sm" tt="none" variant="light" color="amber">
            Built-in simulator
          </Badge>
        )
      }
      note={
        simulated
          ? 'It quotes the text of the prompt; it is not a language model.'
          : 'Set up on this server; its key never leaves it.'
      }
    >
      <Group gap="lg" mb="sm">
        <Text size="sm">
          <strong>{formatCount(load.active)}</strong> under way now
        </Text>
        <Text size="sm" {...(load.waiting > 0 ? { c: 'var(--kg-warning)' } : {})}>
          {load.waiting === 0
            ? 'Nobody waits for it'
            : `${counted(load.waiting, 'call waits', 'calls wait')} for a free place`}
        </Text>
      </Group>
      {models.length === 0 ? (
        <Text size="sm" c="dimmed">
          No model of it has been asked since this server started.
        </Text>
      ) : (
        <ul className={classes.models}>
          {models.map((model) => (
            <ModelHealth key={model.model} model={model} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
