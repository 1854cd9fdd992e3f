import { useEffect, useRef } from 'react';
import { queryClient, trpc } from '../../trpc.ts';
import type { CollectionDetail } from './types.ts';

/** Lists the documents and the dead letters anew when the figures say that something was written or applied. */
export function useRefreshAfterWrites({ coverage }: CollectionDetail): void {
  const figures = coverage
    .map(({ version, watermark, documents, waiting, dead }) =>
      [version, watermark, documents, waiting, dead].join(),
    )
    .join();
  const seen = useRef(figures);
  useEffect(() => {
    if (seen.current === figures) return;
    seen.current = figures;
    void queryClient.invalidateQueries({ queryKey: trpc.collections.documents.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.collections.document.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.collections.deadLetters.pathKey() });
  }, [figures]);
}
