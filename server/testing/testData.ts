import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import type { Author } from '../../shared/model/revision.ts';
import type { Unit } from '../../shared/model/unit.ts';
import { installationSecret } from '../auth/secret.ts';
import { type Configuration, openConfiguration } from '../configuration/configuration.ts';
import { canonicalHash } from '../configuration/hash.ts';
import { headSigner, type Signer } from '../configuration/signedHead.ts';
import { connect } from '../store/sqlite/connect.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import type { Store } from '../store/store.ts';
import { makeUnit } from '../units/makeUnit.ts';
import { type Answer, runKnowngood } from './runKnowngood.ts';

export const testAuthor: Author = { kind: 'person', id: 'ada', name: 'Ada' };

/** A data folder of its own with real files in it, as a server has it that is not running. */
export interface TestData {
  folder: string;
  file: string;
  store: Store;
  sign: Signer;
  configuration: Configuration;
  /** Runs `knowngood ARGS` on it, within this process. */
  knowngood(...args: string[]): Promise<Answer>;
  /** Changes the database behind the program's back. */
  tamper(...statements: string[]): void;
  close(): Promise<void>;
}

export async function openTestData(...environments: string[]): Promise<TestData> {
  const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  const file = path.join(folder, 'knowngood.db');
  const store = openSqliteStore(file);
  for (const key of environments.length > 0 ? environments : ['production'])
    await store.environments.create({ key, name: key, createdAt: new Date().toISOString() });
  const sign = headSigner(await installationSecret(folder, null));
  const data: TestData = {
    folder,
    file,
    store,
    sign,
    configuration: await openConfiguration(store, () => new Date(), sign),
    knowngood: (...args) => runKnowngood(folder, args),
    tamper(...statements) {
      const connection = connect(file, { durability: 'FULL', busyMs: 2_000 });
      for (const statement of statements) connection.prepare(statement).run();
      connection.close();
    },
    async close() {
      await data.store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return data;
}

export const testPrompt = (version: string): PromptVersion => ({
  name: 'answer',
  version,
  description: '',
  contentHash: canonicalHash(version),
  path: `answer/${version}.prompt`,
  variables: { type: 'object', properties: {} },
  sections: [{ role: 'user', template: `Answer as of ${version}` }],
});

export const testUnit = (version: string): Unit => {
  const { name, contentHash } = testPrompt(version);
  return makeUnit({
    provider: 'simulator',
    model: 'm-1',
    prompt: { name, version, contentHash },
    parameters: {},
  });
};
