import { bucketCount } from '../../../../shared/model/bucketCount.ts';
import { formatShare } from '../../ui/format.ts';

/** Where in a split somebody stands: "at 12.345% of the split". */
export const bucketWords = (bucket: number): string => `at ${formatShare(bucket / bucketCount)} of the split`;
