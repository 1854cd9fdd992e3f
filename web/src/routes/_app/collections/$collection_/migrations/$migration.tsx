import { createFileRoute } from '@tanstack/react-router';
import { MigrationPage } from '../../../../../features/migration/MigrationPage.tsx';

export const Route = createFileRoute('/_app/collections/$collection_/migrations/$migration')({
  component: Migration,
});

function Migration() {
  const { collection, migration } = Route.useParams();
  return <MigrationPage key={migration} collectionKey={collection} id={migration} />;
}
