import { createFileRoute } from '@tanstack/react-router';
import { PlanPage } from '../../../../features/migration/plan/PlanPage.tsx';
import { readPlanSearch } from '../../../../features/migration/plan/planStep.ts';

export const Route = createFileRoute('/_app/collections/$collection_/move')({
  validateSearch: readPlanSearch,
  component: Move,
});

function Move() {
  const { collection } = Route.useParams();
  const { step = 1 } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <PlanPage
      key={collection}
      collectionKey={collection}
      step={step}
      onStep={(next) => void navigate({ search: { step: next } })}
    />
  );
}
