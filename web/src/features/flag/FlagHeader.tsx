import { Anchor, Badge, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FlagData } from '../../trpc.ts';
import { OverrideNote } from '../../ui/overrides/OverrideNote.tsx';
import { ReceiptLine } from '../../ui/receipts/ReceiptLine.tsx';
import { flagState, StateBadge } from '../../ui/StateBadge.tsx';
import { useDocumentTitle } from '../../ui/useDocumentTitle.ts';
import classes from './FlagPage.module.css';
import { OnOffSwitch } from './OnOffSwitch.tsx';
import { OverrideButtons } from './OverrideButtons.tsx';
import { overrideInForce } from './overrideInForce.ts';
import { Retrieves } from './Retrieves.tsx';
import { nameOf } from './variants.ts';

/** What the flag is, what state it is in, and the levers that must always be in reach. */
export function FlagHeader({ data }: { data: FlagData }) {
  const { flag, override } = data;
  useDocumentTitle(flag.name);
  const state = flagState({ on: flag.on, override: overrideInForce(data) });
  return (
    <>
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <Link to="/flags" {...props} />}>
        ← Flags
      </Anchor>
      <Group justify="space-between" align="flex-start" gap="sm" mt={4} mb="sm">
        <div style={{ minWidth: 0, flex: '1 1 320px' }}>
          <Group gap={10}>
            <Title order={1}>{flag.name}</Title>
            <StateBadge state={state} size="lg" />
          </Group>
          <Text size="sm" c="dimmed">
            {flag.description}
          </Text>
          <Group gap={6} mt={4}>
            <Text size="xs" ff="monospace" c="dimmed">
              {flag.key}
            </Text>
            {flag.owner !== '' && (
              <Text size="xs" c="dimmed">
                · {flag.owner}
              </Text>
            )}
            {flag.tags.map((tag) => (
              <Badge key={tag} size="sm" variant="default" radius="sm" tt="none" fw={500}>
                {tag}
              </Badge>
            ))}
          </Group>
          <Retrieves data={data} />
        </div>
        <div className={classes.actions}>
          <OnOffSwitch data={data} />
          <OverrideButtons flag={flag} override={override} />
        </div>
      </Group>
      {override && (
        <div className={classes.strip} data-mode={override.mode}>
          <span>
            <strong>
              {override.mode === 'kill'
                ? `Killed: everyone gets ${nameOf(flag, flag.fallback)}`
                : `Everyone gets known good, ${nameOf(flag, flag.knownGood)}`}
            </strong>{' '}
            <OverrideNote override={override} />
          </span>
          <ReceiptLine />
        </div>
      )}
    </>
  );
}
