import { QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
} from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../server/router.ts';
import { environmentHeaders, environmentQuery } from './ui/environment.ts';
import { fetchOrSay } from './ui/fetchOrSay.ts';
import { isTransient, isUnauthorized } from './ui/problem.ts';

export type Outputs = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

export type Session = Outputs['session']['current'];
export type OverviewData = Outputs['overview']['get'];
export type FlagSummary = OverviewData['flags'][number];
export type Traffic = OverviewData['totals'];
export type OverrideInForce = NonNullable<OverviewData['environmentOverride']>;
export type FlagData = Outputs['flags']['get'];
export type UnitOfFlag = FlagData['units'][number];
export type Movers = Outputs['flags']['movers'];
export type Receipts = Outputs['clients']['receipts'];
export type ScheduledChange = FlagData['schedules'][number];
export type PeopleExplained = Outputs['flags']['explainMany'];
export type SegmentTest = Outputs['segments']['test'];
export type Explanation = Outputs['flags']['explain'];
export type FlagTraffic = Outputs['flags']['traffic'];
export type RevisionEntry = Outputs['revisions']['list']['revisions'][number];
export type DescribedChange = RevisionEntry['changes'][number];
export type RestorePreview = Outputs['revisions']['previewRestore'];
export type ApprovalRequest = Outputs['approvals']['list']['waiting'][number];
export type ChainReport = Outputs['revisions']['verify'];
export type SignedHead = NonNullable<Outputs['revisions']['signedHead']>;
export type Difference = Outputs['promotions']['compare']['differences'][number];
export type RecordedCall = Outputs['inferences']['recent']['inferences'][number];
export type Answer = Outputs['ai']['generate'];
export type Ask = Inputs['ai']['stream'];
export type ConversationEntry = Outputs['conversations']['recent'][number];
export type ProviderEntry = Outputs['providers']['health'][number];
export type ModelEntry = ProviderEntry['models'][number];
export type UnitEntry = Outputs['units']['list']['units'][number];
export type UnitDetail = Outputs['units']['get'];
export type PromptEntry = Outputs['prompts']['list']['prompts'][number];
export type PromptDetail = Outputs['prompts']['get'];
export type PromptDiff = Outputs['prompts']['diff'];
export type EnvironmentEntry = Outputs['environments']['list']['environments'][number];
export type KeyEntry = Outputs['keys']['list']['keys'][number];
export type PersonEntry = Outputs['people']['list']['people'][number];
export type InvitationEntry = Outputs['people']['list']['invitations'][number];
export type AccountData = Outputs['account']['get'];
export type SegmentEntry = Outputs['segments']['list']['segments'][number];

let whenSignedOut: () => void = () => undefined;

/** Says where to go when the server no longer knows who is asking. */
export function onSignedOut(go: () => void): void {
  whenSignedOut = go;
}

const queryCache = new QueryCache({
  onError: (error) => {
    if (isUnauthorized(error)) whenSignedOut();
  },
});

export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    // Offline a request fails at once and says so. Kept for later, an act would be done when nobody expects it any more.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      retry: (failures, error) => isTransient(error) && failures < 2,
    },
  },
});

const url = '/trpc';

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: () => url + environmentQuery() }),
      false: splitLink({
        // The one answer that comes bit by bit.
        condition: (operation) => operation.path === 'ai.stream',
        true: httpBatchStreamLink({ url, fetch: fetchOrSay, headers: environmentHeaders }),
        false: httpBatchLink({ url, fetch: fetchOrSay, maxURLLength: 12_000, headers: environmentHeaders }),
      }),
    }),
  ],
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
