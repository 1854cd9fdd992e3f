import { searchParams, text } from '../../ui/searchParams.ts';

/**
 * What a collection's page shows: the index version that is searched, the ids that are listed, an open document. The query
 * itself stands in no address: it may be a user's.
 */
export const readCollectionSearch = searchParams({ on: text, ids: text, document: text });
export type CollectionSearch = ReturnType<typeof readCollectionSearch>;

/** With these changes; what is empty leaves the address. */
export const withSearch = (search: CollectionSearch, change: CollectionSearch): CollectionSearch =>
  Object.fromEntries(
    Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== ''),
  );
