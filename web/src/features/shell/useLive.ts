import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { queryClient, trpc } from '../../trpc.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

const trafficEveryMs = 2_000;
const retryAfterMs = 5_000;

function refetchConfiguration(): void {
  const paths = [
    trpc.overview,
    trpc.flags,
    trpc.segments,
    trpc.units,
    trpc.collections,
    trpc.migrations,
    trpc.revisions,
    trpc.clients,
  ];
  for (const path of paths) void queryClient.invalidateQueries({ queryKey: path.pathKey() });
}

function refetchReceipts(): void {
  void queryClient.invalidateQueries({ queryKey: trpc.clients.pathKey() });
}

function refetchTraffic(): void {
  const keys = [
    trpc.overview.pathKey(),
    trpc.flags.list.pathKey(),
    trpc.flags.traffic.pathKey(),
    trpc.inferences.pathKey(),
  ];
  for (const queryKey of keys) {
    void queryClient.invalidateQueries({
      queryKey,
      predicate: (query) => query.meta?.follows !== 'revisions',
    });
  }
}

/** At most one refetch of traffic in two seconds, and none lost. */
function useThrottledTraffic(): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      refetchTraffic();
    }, trafficEveryMs);
  };
}

/** Follows the server's events and keeps every page fresh; after a lost connection everything is fetched again. */
export function useLive(): LiveState {
  const wasLive = useRef(false);
  const lost = useRef(false);
  const trafficSoon = useThrottledTraffic();
  const subscription = useSubscription(
    trpc.live.events.subscriptionOptions(
      {},
      {
        onData: (event) => {
          if (event.data.type === 'revision') refetchConfiguration();
          else if (event.data.type === 'receipts') refetchReceipts();
          else trafficSoon();
        },
      },
    ),
  );
  const { status, reset } = subscription;

  useEffect(() => {
    if (status === 'pending') {
      if (lost.current) void queryClient.invalidateQueries();
      wasLive.current = true;
      lost.current = false;
      return;
    }
    lost.current = wasLive.current;
    if (status !== 'error') return;
    const timer = setTimeout(reset, retryAfterMs);
    return () => clearTimeout(timer);
  }, [status, reset]);

  if (status === 'pending') return 'live';
  return wasLive.current || status === 'error' ? 'reconnecting' : 'connecting';
}
