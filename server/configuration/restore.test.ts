import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ResourceKind } from '../../shared/model/resource.ts';
import { projectFolder } from '../buildDependencies.ts';
import { KnowngoodError } from '../errors.ts';
import { seededRandom } from '../simulator/random.ts';
import { evaluationDigest, randomContexts } from '../testing/evaluationDigest.ts';
import { randomChange } from '../testing/randomChange.ts';
import { openTestData, type TestData, testAuthor } from '../testing/testData.ts';
import { commit } from './commit.ts';
import { restorableHash } from './hash.ts';
import { restore } from './restore.ts';
import type { Snapshot } from './snapshot.ts';
import { verifyChain } from './verifyChain.ts';

const environment = 'production';
const commits = 1_000;
const restores = 50;
const batch = 10;
const contextSeed = 7;
const contextCount = 1_000;
const contexts = randomContexts(contextCount, contextSeed);

interface State {
  hash: string;
  digest: string;
}

const stateOf = (snapshot: Snapshot): State => ({
  hash: restorableHash([
    ...[...snapshot.flags].map(([key, body]) => ({ kind: 'flag' as const, key, body })),
    ...[...snapshot.segments].map(([key, body]) => ({ kind: 'segment' as const, key, body })),
  ]),
  digest: evaluationDigest(snapshot, contexts),
});

/** Folds the log from its beginning, change by change, in a process of its own; answers how things stood at these revisions. */
async function foldElsewhere(data: TestData, numbers: number[]): Promise<Record<number, State>> {
  const module = (file: string) => JSON.stringify(path.join(projectFolder, 'server', file));
  const program = `
    import { openSqliteStore } from ${module('store/sqlite/openStore.ts')};
    import { foldSnapshot } from ${module('configuration/snapshot.ts')};
    import { restorableHash } from ${module('configuration/hash.ts')};
    import { evaluationDigest, randomContexts } from ${module('testing/evaluationDigest.ts')};
    const store = openSqliteStore(${JSON.stringify(data.file)});
    const contexts = randomContexts(${contextCount}, ${contextSeed});
    const wanted = new Set(${JSON.stringify(numbers)});
    const resources = new Map();
    const found = {};
    let after = 0;
    for (;;) {
      const page = await store.configuration.walk({ environment: '${environment}', after, limit: 500 });
      for (const { number, hash, changes } of page) {
        for (const { kind, key, after } of changes) {
          if (after === null) resources.delete(kind + '/' + key);
          else resources.set(kind + '/' + key, { kind, key, version: number, body: after });
        }
        if (wanted.has(number)) {
          const all = [...resources.values()];
          const snapshot = foldSnapshot('${environment}', { number, hash }, all);
          found[number] = { hash: restorableHash(all), digest: evaluationDigest(snapshot, contexts) };
        }
        after = number;
      }
      if (page.length < 500) break;
    }
    console.log(JSON.stringify(found));
    await store.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: projectFolder,
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

it('1,000 random commits, then 50 restores: each is what the log says, and decides alike for 1,000 contexts', async () => {
  const data = await openTestData();
  try {
    const { configuration } = data;
    const random = seededRandom(20_260_601);
    const common = { environment, author: testAuthor, reason: 'random' };
    const numbers = new Set<number>();
    while (numbers.size < restores) numbers.add(1 + Math.floor(random() * (commits - 1)));
    const states = new Map<number, State>();
    const touched = new Set<string>();
    for (let revision = 0; revision < commits; ) {
      const changes = randomChange(configuration.snapshot(environment), random);
      try {
        const result = await commit(configuration, { ...common, changes });
        if (!result.changed) continue;
        revision = result.revision;
      } catch (error) {
        if (!(error instanceof KnowngoodError)) throw error;
        continue;
      }
      for (const { kind, body } of changes) touched.add(`${kind} ${body === null ? 'deleted' : 'saved'}`);
      if (numbers.has(revision)) states.set(revision, stateOf(configuration.snapshot(environment)));
    }
    for (const kind of ResourceKind.options) expect(touched).toContain(`${kind} saved`);
    for (const kind of ['flag', 'segment', 'override', 'schedule'])
      expect(touched).toContain(`${kind} deleted`);
    expect(new Set([...states.values()].map(({ digest }) => digest)).size).toBeGreaterThan(restores / 2);

    const all = [...numbers];
    for (let first = 0; first < restores; first += batch) {
      const pairs: [number, number][] = [];
      for (const number of all.slice(first, first + batch)) {
        const { revision } = await restore(configuration, {
          ...common,
          number,
          expectedRevision: configuration.snapshot(environment).revision,
        });
        expect(stateOf(configuration.snapshot(environment))).toEqual(states.get(number));
        pairs.push([number, revision]);
      }
      const fresh = await foldElsewhere(data, pairs.flat());
      for (const [number, revision] of pairs) {
        expect(fresh[revision]).toEqual(states.get(number));
        expect(fresh[number]).toEqual(states.get(number));
      }
    }
    expect(await verifyChain(configuration, environment)).toMatchObject({ ok: true });
  } finally {
    await data.close();
  }
}, 120_000);
