import { Switch } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FlagData } from '../../trpc.ts';
import { useMay } from '../../ui/useSession.ts';

const OnOffDialog = lazy(() => import('./OnOffDialog.tsx'));

/** Turns the flag on or off, after saying what that does. */
export function OnOffSwitch({ data }: { data: FlagData }) {
  const [asking, setAsking] = useState(false);
  const may = useMay();
  return (
    <>
      <Switch
        label={data.flag.on ? 'On' : 'Off'}
        aria-label={data.flag.on ? 'On: turn the flag off' : 'Off: turn the flag on'}
        checked={data.flag.on}
        disabled={!may.edit}
        onChange={() => setAsking(true)}
        mr={6}
        withThumbIndicator={false}
        styles={{ label: { minWidth: 26, paddingInlineStart: 8 } }}
      />
      {asking && (
        <Suspense>
          <OnOffDialog data={data} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
