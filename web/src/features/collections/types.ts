import type { Outputs } from '../../trpc.ts';

type Collections = Outputs['collections'];

export type CollectionEntry = Collections['list']['collections'][number];
export type CollectionDetail = Collections['get'];
export type IndexEntry = CollectionEntry['indexes'][number];
export type Coverage = CollectionDetail['coverage'][number];
export type DocumentEntry = Collections['documents']['documents'][number];
export type DocumentDetail = Collections['document'];
export type SearchAnswer = Collections['search'];
