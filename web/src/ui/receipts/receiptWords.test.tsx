import { describe, expect, it } from 'vitest';
import type { Receipts } from '../../trpc.ts';
import { laggingWords, receiptWords } from './receiptWords.ts';

const client = (name: string, revision: number): Receipts['clients'][number] => ({
  id: name,
  name,
  kind: 'client',
  connectedAt: '',
  lastSeenAt: '',
  revision,
  obeyedMs: revision === 341 ? 84 : null,
  lagging: revision < 341,
});
const receipts = (...clients: Receipts['clients']): Receipts => ({
  revision: 341,
  at: '',
  clients,
  obeyed: clients.filter((one) => !one.lagging).length,
  total: clients.length,
  slowestMs: 84,
});

describe('receipts in words', () => {
  it('count, time and name', () => {
    const all = receipts(client('web', 341), client('checkout', 340));
    expect(receiptWords(all)).toBe('1 of 2 clients at revision 341, slowest 84 ms');
    expect(laggingWords(all)).toBe('Behind: checkout (at revision 340)');
  });
  it('say plainly that nobody is connected', () => {
    expect(receiptWords(receipts())).toContain('calls through the server obey at once');
    expect(laggingWords(receipts())).toBeNull();
  });
});
