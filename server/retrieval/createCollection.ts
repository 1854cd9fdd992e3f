import type { Collection } from '../../shared/model/collection.ts';
import { KnowngoodError } from '../errors.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { type By, commitAct } from './commitAct.ts';
import { type IndexVersionDraft, prepareVersion } from './prepareVersion.ts';
import type { Retrieval } from './retrieval.ts';

/** Most collections of one environment. */
const mostCollections = 200;

/**
 * Makes an empty collection with its first index version, which serves from the start.
 * @throws KnowngoodError CONFLICT where there is one of this key, INVALID for an index version that cannot be used
 */
export async function createCollection(
  retrieval: Retrieval,
  request: {
    environment: string;
    key: string;
    name: string;
    description: string;
    version: IndexVersionDraft;
  },
  by: By,
): Promise<StoredCollection> {
  const { environment, key, name, description } = request;
  const { directory, now } = retrieval;
  if (directory.list(environment).length >= mostCollections)
    throw new KnowngoodError('INVALID', `${mostCollections} collections are the most: delete one first`);
  if (directory.list(environment).some((one) => one.key === key))
    throw new KnowngoodError('CONFLICT', `There is a collection "${key}" already`);
  const version = await prepareVersion(retrieval, null, request.version);
  const at = now().toISOString();
  const { id } = version;
  const body: Collection = {
    key,
    name,
    description,
    serving: version.version.id,
    indexes: [version.version.id],
    epoch: 1,
    migration: null,
  };
  const { dimensions, artifacts } = version;
  const kept = { id, dimensions, artifacts, body: { ...version.version } };
  await commitAct(retrieval, {
    environment,
    key,
    after: () => body,
    act: { kind: 'create', environment, key, name, description, version: kept, at },
    by,
  });
  return directory.find(environment, key);
}
