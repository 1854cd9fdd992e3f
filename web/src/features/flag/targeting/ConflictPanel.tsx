import { Alert, Button, Group, SimpleGrid, Text } from '@mantine/core';
import type { Rule, Serve } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import type { Conflict } from '../../../ui/problem.ts';
import { VariantBar, VariantLegend } from '../../../ui/VariantBar.tsx';
import { When } from '../../../ui/When.tsx';
import { barParts, bucketsOf } from '../variants.ts';
import { afterMove, moveWords } from './share.ts';
import type { ShareDraft } from './useShareDraft.ts';

interface ConflictPanelProps {
  data: FlagData;
  rule: Rule | null;
  draft: ShareDraft;
  conflict: Conflict;
}

/** Somebody else saved first: theirs beside mine, nothing that was typed is lost. */
export default function ConflictPanel({ data, rule, draft, conflict }: ConflictPanelProps) {
  const { theirs } = conflict;
  const serve: Serve | undefined =
    rule === null ? theirs.fallthrough : theirs.rules.find((candidate) => candidate.id === rule.id)?.serve;
  const title = (
    <>
      {conflict.author} saved this flag <When at={conflict.at} />, before you
    </>
  );
  const bar = (label: string, shown: Serve) => {
    const parts = barParts(theirs, data.units, bucketsOf(shown));
    return (
      <div>
        <Text size="sm" fw={600} mb={4}>
          {label}
        </Text>
        <VariantBar parts={parts} label={label} />
        <VariantLegend parts={parts} />
      </div>
    );
  };
  return (
    <Alert color="amber" variant="light" title={title} role="alert">
      <Text size="sm" mb="sm">
        They wrote: “{conflict.reason}”. Nothing of yours is lost.
      </Text>
      {serve === undefined && <Text size="sm">They removed this rule.</Text>}
      {serve && (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            {bar('Theirs, live now', serve)}
            {bar('Yours on top of theirs', afterMove(serve, draft.pair, draft.share))}
          </SimpleGrid>
          <Text size="sm" mt="sm">
            Yours: {moveWords(theirs, serve, draft.pair, draft.share)}
          </Text>
        </>
      )}
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={draft.clear}>
          Use theirs
        </Button>
        {serve && (
          <Button size="xs" loading={draft.saving} onClick={() => draft.submit(conflict.version)}>
            Apply mine on top
          </Button>
        )}
      </Group>
    </Alert>
  );
}
