import { createFileRoute } from '@tanstack/react-router';
import { readUnitsSearch } from '../../../features/units/search.ts';
import { UnitsPage } from '../../../features/units/UnitsPage.tsx';

export const Route = createFileRoute('/_app/units/')({ validateSearch: readUnitsSearch, component: Units });

function Units() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return <UnitsPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />;
}
