import type { DocumentMetadata } from '../../../../shared/model/document.ts';

/** "file: docs/units.md, public: yes". */
export const metadataWords = (metadata: DocumentMetadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}: ${valueWords(value)}`)
    .join(', ');

function valueWords(value: DocumentMetadata[string]): string {
  if (value === null) return 'none';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
