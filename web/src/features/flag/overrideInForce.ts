import type { FlagData, OverrideInForce } from '../../trpc.ts';

/** The override that decides: a kill beats known good, wherever each was set; otherwise the one on everything. */
export function overrideInForce({
  override,
  environmentOverride,
}: Pick<FlagData, 'override' | 'environmentOverride'>): OverrideInForce | null {
  const both = [environmentOverride, override];
  return both.find((one) => one?.mode === 'kill') ?? environmentOverride ?? override;
}
