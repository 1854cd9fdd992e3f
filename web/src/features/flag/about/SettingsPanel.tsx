import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FlagData } from '../../../trpc.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import classes from './SettingsPanel.module.css';

const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'));
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** What else is set about the flag, and the way to delete it. */
export function SettingsPanel({ data }: { data: FlagData }) {
  const [deleting, setDeleting] = useState(false);
  const may = useMay();
  const { flag } = data;
  const facts: [string, string][] = [
    ['Owner', flag.owner || 'nobody'],
    ['Tags', flag.tags.join(', ') || 'none'],
    ['Answers with', flag.kind === 'call' ? 'an AI call' : `a value (${flag.valueType ?? 'json'})`],
    ['From browsers', flag.public ? 'yes, with a public key' : 'no, with a secret key only'],
    ['Planned end', flag.plannedEnd ? day.format(new Date(flag.plannedEnd)) : 'none'],
    ['Splits by', flag.bucketBy],
  ];
  return (
    <Panel
      title="Settings"
      aside={
        may.edit && (
          <Button size="xs" variant="subtle" color="red" onClick={() => setDeleting(true)}>
            Delete flag…
          </Button>
        )
      }
    >
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Suspense>{deleting && <DeleteDialog data={data} onClose={() => setDeleting(false)} />}</Suspense>
    </Panel>
  );
}
