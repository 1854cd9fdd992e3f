import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { FlagData } from '../../../../trpc.ts';
import { counted } from '../../../../ui/format.ts';
import { PageFailure } from '../../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../../ui/ReasonInput.tsx';
import { ChangeLines } from '../../../../ui/revisions/ChangeLines.tsx';
import { ConflictView } from './ConflictView.tsx';
import { describeFlag } from './describeFlag.ts';
import classes from './SaveBar.module.css';
import type { FlagDraft } from './useFlagDraft.ts';

interface SaveBarProps {
  data: FlagData;
  form: FlagDraft;
  onClose: () => void;
}

/** Stays in sight while the flag is edited: what would change, why, and the way out. */
export function SaveBar({ data, form, onClose }: SaveBarProps) {
  const [shown, setShown] = useState(false);
  const lines = form.dirty ? describeFlag(form.base, form.draft, data) : [];
  const wrong = form.issues.length;
  return (
    <div className={classes.bar}>
      {form.conflict && <ConflictView data={data} form={form} conflict={form.conflict} />}
      {form.stale && (
        <Text size="sm" role="status">
          Somebody else saved this flag while you were here. Saving will show both; nothing of yours is lost.
        </Text>
      )}
      {form.error && <PageFailure error={form.error} />}
      {shown && lines.length > 0 && (
        <section className={classes.lines} aria-label="What would change">
          <ChangeLines lines={lines} />
        </section>
      )}
      <Stack gap={6}>
        <Group gap={8} justify="space-between">
          {form.dirty ? (
            <UnstyledButton fz="sm" fw={600} aria-expanded={shown} onClick={() => setShown(!shown)}>
              {counted(Math.max(1, lines.length), 'change')}, not saved{' '}
              <span className={classes.link}>{shown ? 'hide' : 'show'}</span>
            </UnstyledButton>
          ) : (
            <Text size="sm" c="dimmed">
              Nothing changed yet
            </Text>
          )}
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {wrong > 0 ? `${counted(wrong, 'thing')} to mend first` : ''}
          </Text>
        </Group>
        <Group gap="xs" align="flex-end">
          <ReasonInput
            aria-label="Reason"
            label={undefined}
            value={form.reason}
            onChange={form.setReason}
            style={{ flex: '1 1 240px' }}
          />
          <Button
            type="submit"
            loading={form.saving}
            disabled={!form.dirty || form.reason.trim() === '' || form.conflict !== null}
          >
            Save changes
          </Button>
          <Button variant="default" onClick={onClose}>
            {form.dirty ? 'Discard' : 'Close'}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
