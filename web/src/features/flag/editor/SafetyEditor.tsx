import { NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import type { Variant } from '../../../../../shared/model/flag.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { BudgetFields } from './BudgetFields.tsx';
import { CallLimits } from './CallLimits.tsx';
import { useEditor } from './EditorContext.ts';

type Role = 'offVariant' | 'knownGood' | 'fallback';

/** What answers when the flag is off, in trouble or killed, and what bounds a call. */
export function SafetyEditor() {
  const { draft, change } = useEditor();
  const deadlineError = useIssue('deadlineMs');
  const calls = draft.kind === 'call';
  return (
    <Panel title="When it is off, in trouble or killed">
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
          <RoleSelect part="offVariant" label="While it is off" description="Everyone gets this" />
          <RoleSelect
            part="knownGood"
            label="Known good"
            description={calls ? 'What the flag returns to: a unit, or rules' : 'What the flag returns to'}
            only={calls ? ['unit', 'rules', 'embedder'] : undefined}
          />
          <RoleSelect
            part="fallback"
            label="Fallback"
            description={
              calls ? 'The text when no unit can answer, and when killed' : 'What is served when killed'
            }
            only={calls ? ['static'] : undefined}
          />
          {calls && (
            <NumberField
              label="Deadline"
              description="For a whole call, all attempts included"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              suffix=" ms"
              thousandSeparator=","
              error={deadlineError}
              value={draft.deadlineMs}
              onChange={(deadlineMs) => change({ deadlineMs })}
            />
          )}
        </SimpleGrid>
        {calls && <CallLimits />}
        {calls && <BudgetFields />}
      </Stack>
    </Panel>
  );
}

interface RoleSelectProps {
  part: Role;
  label: string;
  description: string;
  only?: readonly Variant['kind'][] | undefined;
}

function RoleSelect({ part, label, description, only }: RoleSelectProps) {
  const { draft, change } = useEditor();
  const error = useIssue(part);
  return (
    <NativeSelect
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={error}
      data={draft.variants
        .filter((variant) => only === undefined || only.includes(variant.kind))
        .map(({ key, name }) => ({ value: key, label: name || key }))}
      value={draft[part]}
      onChange={(event) => change({ [part]: event.currentTarget.value })}
    />
  );
}
