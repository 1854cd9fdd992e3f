import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { ResponderEditorProps } from './ResponderForm.tsx';

const ResponderForm = lazy(() => import('./ResponderForm.tsx'));

/**
 * Edits ordered rules that answer without a model, and tries them out with the code that answers calls. The
 * pattern engine is loaded with it, so it comes only where a responder is shown.
 */
export const ResponderEditor = (props: ResponderEditorProps) => (
  <Suspense fallback={<Skeleton height={260} />}>
    <ResponderForm {...props} />
  </Suspense>
);
