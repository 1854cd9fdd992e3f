import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { SignInPage } from '../features/session/SignInPage.tsx';

const Search = z.object({ error: z.catch(z.optional(z.string()), undefined) });

export const Route = createFileRoute('/sign-in')({
  validateSearch: Search,
  component: () => <SignInPage error={Route.useSearch().error} />,
});
