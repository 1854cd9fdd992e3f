import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlagSummary } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { AboutStep } from './AboutStep.tsx';
import { CallStep } from './CallStep.tsx';
import { useCreateFlag } from './useCreateFlag.ts';
import { ValueStep } from './ValueStep.tsx';

/** A new flag in two steps: what it is, and what it can answer. */
export default function CreateFlagDialog({
  flags,
  onClose,
}: {
  flags: readonly FlagSummary[];
  onClose: () => void;
}) {
  const form = useCreateFlag(flags);
  const [step, setStep] = useState<1 | 2>(1);
  const { plan, change } = form;
  const next = () => {
    if (step === 1) {
      if (form.checkAbout()) setStep(2);
    } else if (!form.submit()) setStep(1);
  };
  return (
    <Dialog title="New flag" size="lg" onClose={onClose}>
      <IssuesContext value={form.issues}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          <Stack gap="md">
            <Text size="sm" c="dimmed" aria-live="polite">
              Step {step} of 2: {step === 1 ? 'what it is' : 'what it can answer'}
            </Text>
            {step === 1 && <AboutStep plan={plan} onChange={change} />}
            {step === 2 && plan.kind === 'call' && <CallStep plan={plan} onChange={change} />}
            {step === 2 && plan.kind === 'value' && <ValueStep plan={plan} onChange={change} />}
            {step === 2 && (
              <>
                <Text size="sm" c="dimmed">
                  It starts switched off. Rules, splits and more variants are added on its page.
                </Text>
                <ReasonInput value={form.reason} onChange={form.setReason} required withAsterisk={false} />
              </>
            )}
            {form.error && <PageFailure error={form.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={step === 1 ? onClose : () => setStep(1)}>
                {step === 1 ? 'Cancel' : 'Back'}
              </Button>
              <Button type="submit" loading={form.saving} disabled={step === 2 && form.reason.trim() === ''}>
                {step === 1 ? 'Next' : 'Create flag'}
              </Button>
            </Group>
          </Stack>
        </form>
      </IssuesContext>
    </Dialog>
  );
}
