import { searchParams, text } from '../../ui/searchParams.ts';

/** What a collection's page shows: a query, the index version it is put to, the ids that are listed, an open document. */
export const readCollectionSearch = searchParams({ q: text, on: text, ids: text, document: text });
export type CollectionSearch = ReturnType<typeof readCollectionSearch>;

/** With these changes; what is empty leaves the address. */
export const withSearch = (search: CollectionSearch, change: CollectionSearch): CollectionSearch =>
  Object.fromEntries(
    Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== ''),
  );
