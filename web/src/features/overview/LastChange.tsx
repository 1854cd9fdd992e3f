import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { OverviewData } from '../../trpc.ts';
import { When } from '../../ui/When.tsx';

/** The last change in one line: who, when and why. */
export function LastChange({ revision }: { revision: OverviewData['revision'] }) {
  return (
    <>
      Last change: <strong>{revision.reason === '' ? 'no reason given' : revision.reason}</strong> by{' '}
      {revision.author}, <When at={revision.at} /> (
      <Anchor inherit underline="always" renderRoot={(props) => <Link to="/history" {...props} />}>
        revision {revision.number}
      </Anchor>
      )
    </>
  );
}
