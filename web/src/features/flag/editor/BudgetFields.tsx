import { NativeSelect, SimpleGrid, Text } from '@mantine/core';
import type { Budget } from '../../../../../shared/model/flag.ts';
import { useIssue, useOwnIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import { useEditor } from './EditorContext.ts';
import classes from './SafetyEditor.module.css';

type BudgetChange = { [Part in keyof Budget]?: Budget[Part] | undefined };

/** What the flag may cost a day. Each threshold may be left out; without any there is no budget. */
export function BudgetFields() {
  const { draft, change } = useEditor();
  const budget = draft.budget ?? {};
  const cheaperError = useIssue('budget.fallBackTo');
  const own = useOwnIssue('budget');
  const set = (next: BudgetChange) => change({ budget: withoutEmpty({ ...budget, ...next }) });
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Budget a day, in US dollars</legend>
      <Text size="sm" c="dimmed" mb="xs">
        By UTC days. Calls of unknown price are not counted. What is left empty never happens.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
        <Dollars
          part="warnUsd"
          label="Warn from"
          description="Calls go on; records and this page say so"
          onChange={set}
        />
        <Dollars
          part="fallBackUsd"
          label="Go cheaper from"
          description="From there on the cheaper variant answers"
          onChange={set}
        />
        <NativeSelect
          label="Cheaper variant"
          description="Answers until midnight, whatever was chosen"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={cheaperError}
          data={[
            { value: '', label: 'none' },
            ...draft.variants
              .filter(({ kind }) => kind !== 'local')
              .map(({ key, name }) => ({ value: key, label: name || key })),
          ]}
          value={budget.fallBackTo ?? ''}
          onChange={(event) => set({ fallBackTo: event.currentTarget.value || undefined })}
        />
        <Dollars
          part="refuseUsd"
          label="Refuse from"
          description="Calls get an error until midnight"
          onChange={set}
        />
      </SimpleGrid>
      {own && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt="xs">
          {own}
        </Text>
      )}
    </fieldset>
  );
}

interface DollarsProps {
  part: 'warnUsd' | 'fallBackUsd' | 'refuseUsd';
  label: string;
  description: string;
  onChange: (change: BudgetChange) => void;
}

function Dollars({ part, label, description, onChange }: DollarsProps) {
  const { draft } = useEditor();
  const error = useIssue(`budget.${part}`);
  return (
    <NumberField
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="not set"
      prefix="$"
      thousandSeparator=","
      decimalScale={6}
      min={0}
      error={error}
      value={draft.budget?.[part] ?? Number.NaN}
      onChange={(next) => onChange({ [part]: Number.isNaN(next) ? undefined : next })}
    />
  );
}

/** A budget without what is not set; undefined when nothing is left. */
function withoutEmpty(change: BudgetChange): Budget | undefined {
  const set = Object.entries(change).filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : (Object.fromEntries(set) as Budget);
}
