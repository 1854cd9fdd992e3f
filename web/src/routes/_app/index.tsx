import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { OverviewPage } from '../../features/overview/OverviewPage.tsx';
import { Minutes } from '../../ui/range.ts';

const Search = z.object({ minutes: Minutes });

export const Route = createFileRoute('/_app/')({ validateSearch: Search, component: Overview });

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
