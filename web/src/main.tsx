import '@mantine/core/styles.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { routeTree } from './routeTree.gen.ts';
import { cssVariables, theme } from './theme.ts';
import { onSignedOut, queryClient } from './trpc.ts';
import { MissingPage } from './ui/MissingPage.tsx';
import { MissingPart } from './ui/MissingPart.tsx';
import { isMissingPart, markMissingPart } from './ui/missingPart.ts';
import { PageFailure } from './ui/PageFailure.tsx';
import { Toasts } from './ui/Toasts.tsx';

// The page's nonce lets Mantine and react-remove-scroll add style elements under a strict policy.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

// The router would reload the page for a part that is missing; without a network that leaves the browser's error page.
window.addEventListener('vite:preloadError', ({ payload }) => markMissingPart(payload));

const router = createRouter({
  routeTree,
  defaultPreload: false,
  scrollRestoration: true,
  defaultNotFoundComponent: MissingPage,
  defaultErrorComponent: ({ error, reset }) =>
    isMissingPart(error) ? <MissingPart /> : <PageFailure error={error} onRetry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

onSignedOut(() => {
  if (router.state.location.pathname !== '/sign-in') void router.navigate({ to: '/sign-in' });
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <Toasts />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
