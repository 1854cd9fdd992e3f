import { Stack } from '@mantine/core';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { AsOfPanel } from './AsOfPanel.tsx';
import { ChainPanel } from './ChainPanel.tsx';
import { EveryChainPanel } from './EveryChainPanel.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { ImportPanel } from './ImportPanel.tsx';

/** Proof that the log is whole, the environment as a document, and what anybody got at any revision. */
export function AuditPage() {
  return (
    <>
      <PageHeader
        title="Audit"
        note="Whether the log is whole, the environment as a document, and decisions as of any revision. The changes themselves are on the page History."
      />
      <Stack gap="md">
        <ChainPanel />
        <EveryChainPanel />
        <AsOfPanel />
        <ExportPanel />
        <ImportPanel />
      </Stack>
    </>
  );
}
