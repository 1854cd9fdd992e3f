import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../../../trpc.ts';

/** Does an act; every page that shows the migration, its collection or the log asks again after it, done or not. */
export function useAct(onDone: (milliseconds: number) => void) {
  return useMutation(
    trpc.migrations.act.mutationOptions({
      onSuccess: ({ milliseconds }) => onDone(milliseconds),
      onSettled: () => {
        for (const path of [trpc.migrations, trpc.collections, trpc.revisions])
          void queryClient.invalidateQueries({ queryKey: path.pathKey() });
      },
    }),
  );
}
