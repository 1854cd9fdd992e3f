import { createFileRoute } from '@tanstack/react-router';
import { OverviewPage } from '../../features/overview/OverviewPage.tsx';
import { minutes } from '../../ui/range.ts';
import { searchParams } from '../../ui/searchParams.ts';

const readSearch = searchParams({ minutes });

export const Route = createFileRoute('/_app/')({ validateSearch: readSearch, component: Overview });

function Overview() {
  const { minutes = 60 } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <OverviewPage
      minutes={minutes}
      onMinutes={(next) => void navigate({ search: { minutes: next }, replace: true })}
    />
  );
}
