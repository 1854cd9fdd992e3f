import { createFileRoute } from '@tanstack/react-router';
import { FlagPage } from '../../../features/flag/FlagPage.tsx';
import { readFlagSearch } from '../../../features/flag/search.ts';

export const Route = createFileRoute('/_app/flags/$flag')({
  validateSearch: readFlagSearch,
  component: Flag,
});

function Flag() {
  const { flag } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <FlagPage
      key={flag}
      flagKey={flag}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
