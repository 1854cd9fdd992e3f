import { totalOf } from './indexWords.ts';
import type { CollectionEntry } from './types.ts';

const busyMs = 2_000;
const idleMs = 10_000;

/** Milliseconds until the page asks again: documents make no revision, so nothing announces a write. */
export const pollEvery = (collections: readonly Pick<CollectionEntry, 'indexes'>[] | undefined): number =>
  collections?.some(
    (collection) =>
      totalOf(collection, 'waiting') > 0 || collection.indexes.every(({ chunks }) => chunks === 0),
  )
    ? busyMs
    : idleMs;
