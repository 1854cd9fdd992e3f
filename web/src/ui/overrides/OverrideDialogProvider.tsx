import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { OverrideDialogContext, type OverrideRequest } from './request.ts';

const OverrideDialog = lazy(() => import('./OverrideDialog.tsx'));

/** Makes the override dialog reachable from every page; its code is loaded in the first idle moment. */
export function OverrideDialogProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<OverrideRequest | null>(null);
  const close = useCallback(() => setRequest(null), []);
  return (
    <OverrideDialogContext value={setRequest}>
      {children}
      {request && (
        <Suspense>
          <OverrideDialog request={request} onClose={close} />
        </Suspense>
      )}
    </OverrideDialogContext>
  );
}
