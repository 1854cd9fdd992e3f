import { createFileRoute } from '@tanstack/react-router';
import { SignInPage } from '../features/session/SignInPage.tsx';
import { searchParams, text } from '../ui/searchParams.ts';

const readSearch = searchParams({ error: text });

export const Route = createFileRoute('/sign-in')({
  validateSearch: readSearch,
  component: () => <SignInPage error={Route.useSearch().error} />,
});
