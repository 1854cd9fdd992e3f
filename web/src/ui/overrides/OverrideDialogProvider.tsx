import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { OverrideDialogContext, type OverrideRequest } from './request.ts';

const load = () => import('./OverrideDialog.tsx');
const OverrideDialog = lazy(load);

/** Makes the override dialog reachable from every page; its code is loaded at once, while the network is there. */
export function OverrideDialogProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<OverrideRequest | null>(null);
  const close = useCallback(() => setRequest(null), []);
  // Not on the click: whoever presses Kill must not depend on one more request.
  useEffect(() => {
    load().catch(() => {});
  }, []);
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
