import { Stack } from '@mantine/core';
import { VersionFields } from '../../../ui/indexes/VersionFields.tsx';
import type { VersionDraft } from '../../../ui/indexes/versionDraft.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { ComparedFact } from './compareVersions.ts';
import { VersionTable } from './VersionTable.tsx';

interface VersionStepProps {
  draft: VersionDraft;
  facts: readonly ComparedFact[];
  onChange: (change: Partial<VersionDraft>) => void;
}

/** How the new index cuts and compares, and what that changes against the one that serves. */
export function VersionStep({ draft, facts, onChange }: VersionStepProps) {
  return (
    <Stack gap="md">
      <Panel
        title="The new index"
        note="It begins as the index that serves now is. Change what shall be different."
      >
        <Stack gap="md">
          <VersionFields draft={draft} onChange={onChange} />
        </Stack>
      </Panel>
      <Panel title="What changes">
        <VersionTable facts={facts} />
      </Panel>
    </Stack>
  );
}
