import { SimpleGrid } from '@mantine/core';
import { useIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';

export interface ThrottleDraft {
  documentsPerSecond: number;
  batchesInFlight: number;
  /** US dollars; null: no limit. */
  budgetUsd: number | null;
}

interface ThrottleFieldsProps {
  draft: ThrottleDraft;
  onChange: (draft: ThrottleDraft) => void;
}

/** How fast a backfill may go. */
export function ThrottleFields({ draft, onChange }: ThrottleFieldsProps) {
  const errors = {
    documents: useIssue('documentsPerSecond'),
    batches: useIssue('batchesInFlight'),
    budget: useIssue('budgetUsd'),
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <NumberField
        label="Documents a second, at most"
        description="Slower disturbs less. It can be changed while it runs."
        min={0}
        max={100_000}
        error={errors.documents}
        value={draft.documentsPerSecond}
        onChange={(documentsPerSecond) => onChange({ ...draft, documentsPerSecond })}
      />
      <NumberField
        label="Batches at once"
        description="1 to 32; more keeps a slow provider busy."
        min={1}
        max={32}
        allowDecimal={false}
        error={errors.batches}
        value={draft.batchesInFlight}
        onChange={(batchesInFlight) => onChange({ ...draft, batchesInFlight })}
      />
      <NumberField
        label="Budget in US dollars"
        description="Optional. The backfill pauses before it would cost more."
        placeholder="no limit"
        min={0}
        max={1_000_000}
        error={errors.budget}
        value={draft.budgetUsd ?? Number.NaN}
        onChange={(budgetUsd) =>
          onChange({ ...draft, budgetUsd: Number.isNaN(budgetUsd) ? null : budgetUsd })
        }
      />
    </SimpleGrid>
  );
}
