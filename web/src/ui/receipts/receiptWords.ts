import type { Receipts } from '../../trpc.ts';
import { counted, formatCount, formatDuration } from '../format.ts';

const mostNamed = 5;

/** "12 of 12 clients at revision 341, slowest 84 ms"; with nobody connected, what that means. */
export function receiptWords({ revision, obeyed, total, slowestMs }: Receipts): string {
  if (total === 0) return 'No client evaluates locally; calls through the server obey at once.';
  const slowest = slowestMs === null ? '' : `, slowest ${formatDuration(slowestMs)}`;
  return `${formatCount(obeyed)} of ${counted(total, 'client')} at revision ${revision}${slowest}`;
}

/** The clients that are behind, by name: "Behind: checkout (at revision 340) and 2 more". */
export function laggingWords({ clients }: Receipts): string | null {
  const behind = clients.filter((client) => client.lagging);
  if (behind.length === 0) return null;
  const named = behind.slice(0, mostNamed).map(({ name, revision }) => `${name} (at revision ${revision})`);
  const more = behind.length - named.length;
  return `Behind: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
