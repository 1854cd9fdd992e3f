import { createFileRoute } from '@tanstack/react-router';
import { readUnitSearch } from '../../../features/units/search.ts';
import { UnitPage } from '../../../features/units/UnitPage.tsx';

export const Route = createFileRoute('/_app/units/$unit')({
  validateSearch: readUnitSearch,
  component: Unit,
});

function Unit() {
  const { unit } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <UnitPage
      key={unit}
      id={unit}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
