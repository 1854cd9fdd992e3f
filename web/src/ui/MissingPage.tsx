import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './EmptyState.tsx';
import { PageHeader } from './PageHeader.tsx';

export function MissingPage() {
  return (
    <>
      <PageHeader title="There is no such page" />
      <EmptyState title="The address may be mistyped, or what it named is gone">
        <Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go to the overview</Anchor>
      </EmptyState>
    </>
  );
}
