import { Alert } from '@mantine/core';
import { useSession } from '../../ui/useSession.ts';

/** Stands above every page of an archived environment. */
export function ArchivedBanner() {
  const { data } = useSession();
  if (!data || data.environment.archivedAt === null) return null;
  return (
    <Alert
      variant="light"
      color="gray"
      mb="md"
      role="note"
      title={`${data.environment.name} is archived`}
      aria-label="Archived environment"
    >
      You can read everything here. Nothing can be changed, and its keys are refused, until an admin brings it
      back.
    </Alert>
  );
}
