import { KnowngoodError } from '../errors.ts';

/** What is said where a request was edited or decided before this decision arrived. */
export const movedOn = (): KnowngoodError =>
  new KnowngoodError('CONFLICT', 'This request has changed since you looked. Look again, then decide.');
