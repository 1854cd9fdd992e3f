import MiniSearch from 'minisearch';
import type { Passage } from './documents.ts';

export interface Collections {
  /** The k best passages for a query as one text, best first, each under its heading. Empty where nothing fits. */
  search(collection: string, query: string, k: number): Promise<string>;
}

/** Full-text search over passages held in memory. */
export function createCollections(collections: ReadonlyMap<string, readonly Passage[]>): Collections {
  const indexes = new Map<string, MiniSearch<Passage>>();
  for (const [name, passages] of collections) {
    const index = new MiniSearch<Passage>({
      fields: ['heading', 'text'],
      storeFields: ['document', 'heading', 'text'],
      searchOptions: { boost: { heading: 2 }, fuzzy: 0.15, prefix: (term) => term.length > 3 },
    });
    index.addAll(passages);
    indexes.set(name, index);
  }
  return {
    async search(collection, query, k) {
      const found = indexes.get(collection)?.search(query.slice(0, 2_000)).slice(0, k) ?? [];
      return found.map((hit) => `## ${hit.heading || hit.document}\n\n${hit.text}`).join('\n\n');
    },
  };
}
