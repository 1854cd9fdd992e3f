import pino from 'pino';
import { expect, it } from 'vitest';
import { openTestRetrieval } from '../testing/testRetrieval.ts';
import { createPump } from './pump.ts';

it('applies what is written while a dropped index is being taken away', async () => {
  const library = await openTestRetrieval();
  const { store, indexers, pump, now } = library.retrieval;
  await pump.close();
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<number>();
  const removeStep = () => {
    asked.resolve();
    return held.promise;
  };
  const other = createPump({
    store: { ...store, removeStep },
    index: indexers.index,
    log: pino({ level: 'silent' }),
    now,
  });
  other.start();
  await asked.promise;
  await library.upsert({ id: 'a', text: 'beavers build dams' });
  other.wake();
  const [index] = library.collection().indexes;
  while ((await store.outboxCounts(index!.slot)).waiting > 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await library.find('beavers')).toEqual(['a']);
  held.resolve(0);
  await other.close();
  await library.close();
});
