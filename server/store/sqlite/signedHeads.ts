import { eq } from 'drizzle-orm';
import type { HeadSigner, SignedHead } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { facts } from './schema.ts';

/** Who signs for each open database. Every chain's revisions pass through here, whichever operation writes them. */
const signers = new WeakMap<SqliteDatabase, HeadSigner>();

export const signWith = (database: SqliteDatabase, sign: HeadSigner): void => {
  signers.set(database, sign);
};

/**
 * Moves a chain's signature along to the revision that was just written, in the same transaction. Where the revision
 * does not follow from the one that was signed, the old signature stays, as evidence.
 */
export function signNext(
  database: SqliteDatabase,
  { environment, number, hash, previousHash }: Omit<SignedHead, 'signature'> & { previousHash: string },
): void {
  const sign = signers.get(database);
  if (sign && (readSignedHead(database, environment)?.hash ?? '') === previousHash)
    keepSignedHead(database, sign({ environment, number, hash }));
}

export function readSignedHead(database: SqliteDatabase, environment: string): SignedHead | null {
  const row = database
    .select()
    .from(facts)
    .where(eq(facts.name, factOf(environment)))
    .get();
  return row ? JSON.parse(row.value) : null;
}

export function keepSignedHead(database: SqliteDatabase, head: SignedHead): void {
  const value = JSON.stringify(head);
  database
    .insert(facts)
    .values({ name: factOf(head.environment), value })
    .onConflictDoUpdate({ target: facts.name, set: { value } })
    .run();
}

const factOf = (environment: string): string => `head:${environment}`;
