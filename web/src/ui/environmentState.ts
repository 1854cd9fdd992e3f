import { trpc } from '../trpc.ts';

/**
 * Names, states and overrides of all flags, for the banner, the palette and the dialogs on every page.
 * It follows revisions only: traffic does not fetch it again.
 */
export const environmentState = () =>
  trpc.overview.get.queryOptions({ minutes: 5 }, { staleTime: 60_000, meta: { follows: 'revisions' } });
