import { Button, Group, Text } from '@mantine/core';
import { useMay } from '../../ui/useSession.ts';
import { When } from '../../ui/When.tsx';
import { type Agreeable, agreementsOpen, wantedWords } from './agreements.ts';
import type { MigrationDetail } from './types.ts';

interface AgreementNoteProps {
  migration: MigrationDetail;
  onAgree: (to: Agreeable) => void;
}

/** Where the environment wants a second person's word before a cutover or a retirement: who has given it, and how to. */
export function AgreementNote({ migration, onAgree }: AgreementNoteProps) {
  const may = useMay();
  const { approval } = migration;
  const open = agreementsOpen(migration);
  if (open.length === 0) return null;
  return (
    <div style={{ marginTop: 12 }}>
      <Text size="sm">
        This environment wants {wantedWords[approval.need]} to agree before it is cut over or retired.
      </Text>
      {approval.agreed.map(({ act, by, name, at }) => (
        <Text key={`${act} ${by}`} size="sm" c="var(--kg-added)" fw={600}>
          {name} agreed to the {act === 'cutover' ? 'cutover' : 'retirement'}, <When at={at} />
        </Text>
      ))}
      {may.release && (
        <Group gap="xs" mt={8}>
          {open.map((to) => (
            <Button key={to} size="xs" variant="default" onClick={() => onAgree(to)}>
              {to === 'cutover' ? 'Agree to a cutover…' : 'Agree to a retirement…'}
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}
