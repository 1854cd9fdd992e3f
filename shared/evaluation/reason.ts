/** Why a variant was chosen: OpenFeature's words, and OVERRIDE for the kill and known-good switches. */
export type Reason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'ERROR' | 'OVERRIDE';
