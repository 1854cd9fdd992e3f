import type { Flag } from '../../../../../shared/model/flag.ts';

export interface Snippet {
  key: string;
  label: string;
  code: string;
  note: string;
  /** What the key in KNOWNGOOD_API_KEY must be for. */
  scopes: string;
}

/** The part of a flag that its snippets show. */
export type ShownFlag = Pick<
  Flag,
  'key' | 'kind' | 'valueType' | 'bucketBy' | 'variants' | 'offVariant' | 'public'
>;
