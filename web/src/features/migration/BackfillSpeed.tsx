import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../ui/useSession.ts';
import type { MigrationDetail } from './types.ts';

const ThrottleDialog = lazy(() => import('./ThrottleDialog.tsx'));

const takesThrottle = ['draft', 'dual-write', 'backfilling', 'paused'];

/** Opens the speed, wherever it may still be changed. */
export function BackfillSpeed({ migration }: { migration: MigrationDetail }) {
  const [changing, setChanging] = useState(false);
  const may = useMay();
  if (!may.release || !takesThrottle.includes(migration.state.stage)) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setChanging(true)}>
        Change the speed…
      </Button>
      <Suspense>
        {changing && <ThrottleDialog migration={migration} onClose={() => setChanging(false)} />}
      </Suspense>
    </>
  );
}
