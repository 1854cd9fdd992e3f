import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { KnowngoodProvider } from './openfeature.ts';
import { createFakeClient } from './testing.ts';

afterAll(() => OpenFeature.close());

describe('the fake client', () => {
  it('answers what a test says, records what was asked, and tells of changes', async () => {
    const client = createFakeClient({
      flags: { 'new-search': true, limit: 20 },
      outputs: { answer: 'Yes.' },
    });
    await client.ready();
    const changes: string[][] = [];
    client.on('change', ({ flags }) => changes.push(flags));
    expect(client.boolean('new-search', { targetingKey: 'ada' }, false)).toBe(true);
    client.set('new-search', false);
    expect(client.boolean('new-search', {}, true)).toBe(false);
    client.remove('limit');
    expect(client.details('limit', {}, 1)).toMatchObject({ value: 1, errorCode: 'FLAG_NOT_FOUND' });
    expect(client.details('new-search', {}, 'x')).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
    expect(client.calls[0]).toEqual({ flag: 'new-search', context: { targetingKey: 'ada' } });
    expect(changes).toEqual([['new-search'], ['limit']]);
    expect(await client.generate({ flag: 'answer', input: 'Really?' })).toMatchObject({ output: 'Yes.' });
    expect(client.generated).toEqual([{ flag: 'answer', input: 'Really?' }]);
    await expect(client.generate({ flag: 'other' })).rejects.toThrow('no output');
  });

  it('stands behind the OpenFeature provider too', async () => {
    const client = createFakeClient({ flags: { theme: { dark: true } } });
    await OpenFeature.setProviderAndWait(new KnowngoodProvider(client));
    expect(await OpenFeature.getClient().getObjectValue('theme', {})).toEqual({ dark: true });
    expect(client.calls).toHaveLength(1);
  });
});
