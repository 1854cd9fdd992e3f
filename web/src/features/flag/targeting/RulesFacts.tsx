import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Variant } from '../../../../../shared/model/flag.ts';
import { RuleSummary } from '../rules/RuleSummary.tsx';

const RulesDialog = lazy(() => import('../rules/RulesDialog.tsx'));

/** The answering rules of a variant, and the way to try them out. */
export default function RulesFacts({ variant }: { variant: Extract<Variant, { kind: 'rules' }> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <RuleSummary responder={variant.responder} />
      <Button size="compact-xs" variant="default" mt={8} onClick={() => setOpen(true)}>
        See and try the rules…
      </Button>
      <Suspense>
        {open && (
          <RulesDialog name={variant.name} responder={variant.responder} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  );
}
