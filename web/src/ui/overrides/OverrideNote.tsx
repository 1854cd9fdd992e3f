import type { OverrideInForce } from '../../trpc.ts';
import { When } from '../When.tsx';

/** "since 03:12, by Ada: the reason" */
export function OverrideNote({ override }: { override: OverrideInForce }) {
  return (
    <>
      since <When at={override.since} style="moment" /> by {override.author}
      {override.reason === '' ? '' : `: ${override.reason}`}
    </>
  );
}
