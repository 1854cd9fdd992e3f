import { lazy, Suspense, useEffect, useState } from 'react';
import { onToast } from './toast.ts';

const ToastArea = lazy(() => import('./ToastArea.tsx'));

/**
 * Where toasts appear. The visible list is loaded with the first toast; what is read out stands in a live
 * region that is there from the beginning, as screen readers need it to be.
 */
export function Toasts() {
  const [said, setSaid] = useState('');
  useEffect(() => onToast(setSaid), []);
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {said}
      </div>
      <Suspense>{said !== '' && <ToastArea />}</Suspense>
    </>
  );
}
