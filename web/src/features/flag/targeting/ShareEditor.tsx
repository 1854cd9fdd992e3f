import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Rule, Serve } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { useMay } from '../../../ui/useSession.ts';
import { VariantBar, VariantLegend } from '../../../ui/VariantBar.tsx';
import { Movers } from '../Movers.tsx';
import { barParts, bucketsOf } from '../variants.ts';
import { ShareControls } from './ShareControls.tsx';
import { afterMove, moveWords } from './share.ts';
import { useShareDraft } from './useShareDraft.ts';

const ConflictPanel = lazy(() => import('./ConflictPanel.tsx'));

interface ShareEditorProps {
  data: FlagData;
  rule: Rule | null;
  serve: Serve;
}

/** The split as a bar, the controls that move it, and what moving it does to people. */
export function ShareEditor({ data, rule, serve }: ShareEditorProps) {
  const draft = useShareDraft(data, rule, serve);
  const may = useMay();
  const { flag, units } = data;
  const parts = barParts(
    flag,
    units,
    bucketsOf(draft.dirty ? afterMove(serve, draft.pair, draft.share) : serve),
  );
  return (
    <Stack gap="xs" maw={720} mt={8}>
      <VariantBar parts={parts} label={draft.dirty ? 'After saving' : 'Now'} />
      <VariantLegend parts={parts} />
      {may.edit && <ShareControls flag={flag} draft={draft} />}
      {draft.stale && (
        <Alert color="amber" variant="light" p="xs" role="status">
          Somebody else saved this flag while you were here. What you see is theirs; what you typed is kept.
          Saving will show both.
        </Alert>
      )}
      <Suspense>
        {draft.conflict && <ConflictPanel data={data} rule={rule} draft={draft} conflict={draft.conflict} />}
      </Suspense>
      {draft.dirty && !draft.conflict && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            draft.submit();
          }}
        >
          <Stack gap="xs">
            <Text size="sm" aria-live="polite" fw={500}>
              {moveWords(flag, serve, draft.pair, draft.share)}
            </Text>
            <Movers
              flag={flag}
              rule={rule?.id ?? null}
              live={serve}
              next={afterMove(serve, draft.pair, draft.share)}
            />
            <Group align="flex-end" gap="xs">
              <ReasonInput
                value={draft.reason}
                onChange={draft.setReason}
                required
                withAsterisk={false}
                style={{ flex: '1 1 240px' }}
              />
              <Button type="submit" loading={draft.saving} disabled={draft.reason.trim() === ''}>
                Save
              </Button>
              <Button variant="default" onClick={draft.clear}>
                Discard
              </Button>
            </Group>
            {draft.error && <PageFailure error={draft.error} />}
          </Stack>
        </form>
      )}
    </Stack>
  );
}
