import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useState } from 'react';

const Palette = lazy(() => import('./Palette.tsx'));

/** Opens the palette by button or Ctrl/Cmd-K. `request` counts how often it was asked for. */
export function usePalette(): { open: () => void; request: number } {
  const [request, setRequest] = useState(0);
  const open = useCallback(() => setRequest((count) => count + 1), []);
  useHotkeys([['mod+K', open]], []);
  return { open, request };
}

/** Loads the palette when it is first asked for. */
export function PaletteHost({ request }: { request: number }) {
  if (request === 0) return null;
  return (
    <Suspense>
      <Palette request={request} />
    </Suspense>
  );
}
