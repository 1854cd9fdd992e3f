import fc from 'fast-check';
import type { WantedWrite } from './migrationWorld.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const text = fc.oneof(
  { arbitrary: fc.nat(99).map((number) => `word ${number}`), weight: 6 },
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.constantFrom('', ' \n '), weight: 1 },
);

/** A write or a removal of one of few documents, so that they meet. */
export const oneWrite: fc.Arbitrary<WantedWrite> = fc.record({ id: fc.constantFrom(...ids), text });
export const someWrites = fc.array(oneWrite, { maxLength: 8 });
/** Of documents that differ, as a batch wants them. */
export const oneBatch = fc.uniqueArray(oneWrite, { minLength: 1, maxLength: 5, selector: ({ id }) => id });
/** Documents that are there before anything else. */
export const firstDocuments = fc.array(
  fc.record({ id: fc.constantFrom(...ids), text: fc.nat(99).map((number) => `word ${number}`) }),
  { minLength: 1, maxLength: 8 },
);

/**
 * How often a property is tried, `times` the usual; a failure prints its seed, with which it is tried again.
 * @param asked What the process environment says.
 */
export const tried = (
  usual: number,
  { KG_RUNS: times = '1', KG_SEED: seed }: Partial<Record<string, string>>,
): fc.Parameters<unknown> => ({
  numRuns: usual * Number(times),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  // A smaller example is looked for as long as there is time.
  interruptAfterTimeLimit: 90_000 * Number(times),
  markInterruptAsFailure: true,
});
