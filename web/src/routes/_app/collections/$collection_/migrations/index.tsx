import { createFileRoute } from '@tanstack/react-router';
import { MigrationsPage } from '../../../../../features/migration/MigrationsPage.tsx';

export const Route = createFileRoute('/_app/collections/$collection_/migrations/')({ component: Migrations });

function Migrations() {
  const { collection } = Route.useParams();
  return <MigrationsPage key={collection} collectionKey={collection} />;
}
