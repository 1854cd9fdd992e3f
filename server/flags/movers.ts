import { finder } from '../../shared/evaluation/split.ts';
import type { Serve } from '../../shared/model/flag.ts';
import type { Split } from '../../shared/model/split.ts';
import type { Dependencies } from '../context.ts';
import { findFlag } from './findFlag.ts';

const days = 7;

/**
 * How many of the people seen lately would move if a split became another. Records hold each person's
 * bucket beside a keyed hash of who it was, and a bucket is all that a split looks at: the count is exact.
 */
export async function movers(
  { configuration, store }: Dependencies,
  request: { environment: string; flag: string; rule: string | null; split: Split },
) {
  const { environment, rule, split } = request;
  const flag = findFlag(configuration.snapshot(environment), request.flag);
  const since = new Date(configuration.now().getTime() - days * 24 * 60 * 60 * 1000).toISOString();
  const people = await store.telemetry.bucketsSince({ environment, flag: flag.key, rule, since });
  const serve = rule === null ? flag.fallthrough : flag.rules.find((one) => one.id === rule)?.serve;
  const [before, after] = [variantsOf(serve ?? flag.fallthrough), variantsOf({ kind: 'split', split })];
  const moved = people
    .map((bucket) => ({ from: before(bucket), to: after(bucket) }))
    .filter(({ from, to }) => from !== to);
  return {
    seen: people.length,
    moved: moved.length,
    from: counted(moved.map(({ from }) => from)),
    to: counted(moved.map(({ to }) => to)),
  };
}

const variantsOf = (serve: Serve): ((bucket: number) => string) =>
  serve.kind === 'variant'
    ? () => serve.variant
    : finder(serve.split.ranges.map(({ end, variant }) => ({ end, item: variant })));

const counted = (variants: readonly string[]): { variant: string; people: number }[] =>
  [...Map.groupBy(variants, (variant) => variant)].map(([variant, all]) => ({ variant, people: all.length }));
