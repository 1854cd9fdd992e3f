import { createFileRoute } from '@tanstack/react-router';
import { FlagsPage } from '../../../features/flags/FlagsPage.tsx';
import { readFlagsSearch } from '../../../features/flags/search.ts';

export const Route = createFileRoute('/_app/flags/')({ validateSearch: readFlagsSearch, component: Flags });

function Flags() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return <FlagsPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />;
}
