import { describe, expect, it } from 'vitest';
import type { UnitEntry } from '../../trpc.ts';
import { applySearch } from './search.ts';

const unit = (id: string, changes: Partial<UnitEntry> = {}): UnitEntry => ({
  id,
  label: `Label of ${id}`,
  specification: {
    provider: 'openai',
    model: 'gpt-4.1-mini-2025-04-14',
    prompt: { name: 'answer', version: '1.0.0', contentHash: 'a'.repeat(64) },
    parameters: {},
  },
  retiredAt: null,
  simulated: false,
  available: true,
  usedBy: [],
  price: null,
  figures: null,
  ...changes,
});
const use = { flag: 'help', flagName: 'Help desk', variant: 'a', variantName: 'A', knownGood: true };
const units = [
  unit('iu_1', { usedBy: [use] }),
  unit('iu_2'),
  unit('iu_3', { retiredAt: '2026-01-01T00:00:00Z' }),
];
const found = (search: Parameters<typeof applySearch>[1]) => applySearch(units, search).map(({ id }) => id);

describe('the search over units', () => {
  it('leaves retired units out until they are asked for', () => {
    expect(found({})).toEqual(['iu_1', 'iu_2']);
    expect(found({ show: 'retired' })).toEqual(['iu_3']);
    expect(found({ show: 'used' })).toEqual(['iu_1']);
    expect(found({ show: 'unused' })).toEqual(['iu_2']);
  });

  it('needs every word, anywhere', () => {
    expect(found({ q: 'MINI answer@1.0.0' })).toEqual(['iu_1', 'iu_2']);
    expect(found({ q: 'help mini' })).toEqual(['iu_1']);
    expect(found({ q: 'help nano' })).toEqual([]);
  });
});
