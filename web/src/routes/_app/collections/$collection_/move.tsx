import { createFileRoute } from '@tanstack/react-router';
import { PlanPage } from '../../../../features/migration/plan/PlanPage.tsx';

export const Route = createFileRoute('/_app/collections/$collection_/move')({ component: Plan });

function Plan() {
  const { collection } = Route.useParams();
  return <PlanPage key={collection} collectionKey={collection} />;
}
