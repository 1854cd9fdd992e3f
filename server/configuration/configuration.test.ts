import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Author } from '../../shared/model/revision.ts';
import type { Unit } from '../../shared/model/unit.ts';
import { projectFolder } from '../buildDependencies.ts';
import { demoFlag, demoSegment } from '../demo/flag.ts';
import { setShare } from '../flags/setShare.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { commitOverride, liftOverride, setOverride } from '../overrides/setOverride.ts';
import { readPrompts } from '../prompts/readPrompts.ts';
import { registerPrompts } from '../prompts/registerPrompts.ts';
import { describe as describeRevision } from '../revisions/describe.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import type { Store } from '../store/store.ts';
import { makeUnit } from '../units/makeUnit.ts';
import { commit } from './commit.ts';
import { type Configuration, openConfiguration } from './configuration.ts';
import { previewRestore, restore } from './restore.ts';
import { verifyChain } from './verifyChain.ts';

const author: Author = { kind: 'person', id: 'ada', name: 'Ada' };
const environment = 'production';
const common = { environment, author, reason: 'test' };
let folder: string;
let file: string;
let store: Store;
let configuration: Configuration;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  file = path.join(folder, 'knowngood.db');
  store = openSqliteStore(file);
  await store.environments.create({
    key: environment,
    name: 'Production',
    createdAt: new Date().toISOString(),
  });
  configuration = await openConfiguration(store, () => new Date());
  const { prompts } = await readPrompts(path.join(projectFolder, 'prompts'));
  await registerPrompts(configuration, { environment, author, prompts });
  const [one, two] = prompts.map(({ name, version, contentHash }) =>
    makeUnit({ provider: 'simulator', model: 'm-1', prompt: { name, version, contentHash }, parameters: {} }),
  );
  const flag = demoFlag({ concise: one!.id, thorough: two!.id });
  await commit(configuration, {
    ...common,
    changes: [
      { kind: 'unit', key: one!.id, body: one },
      { kind: 'unit', key: two!.id, body: two },
      { kind: 'segment', key: demoSegment.key, body: demoSegment },
      { kind: 'flag', key: flag.key, body: flag },
    ],
  });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const flagNow = () => configuration.snapshot(environment).flags.get('docs-answer')!;
const share = (buckets: number, expectedVersion: number) =>
  setShare(configuration, {
    ...common,
    flag: 'docs-answer',
    rule: null,
    candidate: 'thorough',
    donor: 'concise',
    share: buckets,
    expectedVersion,
  });

describe('commit', () => {
  it('makes the next revision, with what was before and after', async () => {
    const result = await share(50_000, 2);
    expect(result).toEqual({ revision: 3, version: 3, changed: true, pending: null });
    const [latest] = await store.configuration.revisions({ environment, limit: 1 });
    expect(latest).toMatchObject({
      number: 3,
      author,
      kind: 'commit',
      changes: [{ kind: 'flag', key: 'docs-answer' }],
    });
    expect(latest?.changes[0]?.before).not.toEqual(latest?.changes[0]?.after);
    expect(latest?.changes[0]?.after).toEqual(flagNow());
  });

  it('makes no revision of what is already so', async () => {
    expect(await share(20_000, 2)).toMatchObject({ revision: 2, changed: false });
  });

  it('refuses a change made on an older version, with the other person’s beside it, and saves nothing', async () => {
    await share(50_000, 2);
    const late = share(70_000, 2);
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { conflict: { version: 3, author: 'Ada', theirs: flagNow() } },
    });
    expect(configuration.snapshot(environment).revision).toBe(3);
  });

  it('refuses a body that does not fit, and a name that is not there, in words', async () => {
    const flag = flagNow();
    const save = (body: unknown) =>
      commit(configuration, { ...common, changes: [{ kind: 'flag', key: flag.key, body }] });
    await expect(save({ ...flag, knownGood: 'unavailable' })).rejects.toThrow(
      'Known good must be one of the unit variants',
    );
    await expect(
      save({ ...flag, rules: [{ ...flag.rules[0]!, match: { kind: 'segment', segment: 'nobody' } }] }),
    ).rejects.toThrow('names a segment "nobody" that does not exist');
    await expect(
      commit(configuration, { ...common, changes: [{ kind: 'segment', key: 'beta-testers', body: null }] }),
    ).rejects.toThrow('"beta-testers" that does not exist');
    expect(configuration.snapshot(environment).revision).toBe(2);
  });

  it('never lets a unit or a prompt version change', async () => {
    const [[id, unit]] = [...configuration.snapshot(environment).units] as [[string, Unit]];
    await expect(
      commit(configuration, {
        ...common,
        changes: [{ kind: 'unit', key: id, body: { ...unit, label: 'other' } }],
      }),
    ).rejects.toThrow('never changes');
    await expect(
      commit(configuration, { ...common, changes: [{ kind: 'unit', key: id, body: null }] }),
    ).rejects.toThrow('never changes');
  });

  it('takes in what another process committed first, and still gets through', async () => {
    const other = await openConfiguration(store, () => new Date());
    await setShare(other, {
      ...common,
      flag: 'docs-answer',
      rule: null,
      candidate: 'thorough',
      donor: 'concise',
      share: 60_000,
      expectedVersion: 2,
    });
    const result = await setOverride(configuration, { ...common, target: 'docs-answer', mode: 'kill' });
    expect(result.revision).toBe(4);
    expect(flagNow()).toEqual(other.snapshot(environment).flags.get('docs-answer'));
  });
});

/** The chain report of another process, which folds the log from its beginning. */
async function freshReport(): Promise<{ ok: boolean; snapshotHash: string; problem: string | null }> {
  const program = `
import { openSqliteStore } from ${JSON.stringify(path.join(projectFolder, 'server/store/sqlite/openStore.ts'))};
    import { verifyChain } from ${JSON.stringify(path.join(projectFolder, 'server/configuration/verifyChain.ts'))};
    const store = openSqliteStore(${JSON.stringify(file)});
    console.log(JSON.stringify(await verifyChain({ store }, 'production')));
    await store.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: projectFolder,
    timeout: 15_000,
  });
  return JSON.parse(stdout);
}

describe('restore', () => {
  it('brings back the exact earlier resources, as a fresh process folds them', async () => {
    const before = await verifyChain(configuration, environment);
    const earlier = flagNow();
    await share(90_000, 2);
    await commit(configuration, {
      ...common,
      changes: [{ kind: 'segment', key: 'extra', body: { ...demoSegment, key: 'extra' } }],
    });
    expect((await verifyChain(configuration, environment)).snapshotHash).not.toBe(before.snapshotHash);

    await restore(configuration, { ...common, number: 2, expectedRevision: 4 });

    expect(flagNow()).toEqual(earlier);
    expect(await freshReport()).toMatchObject({ ok: true, snapshotHash: before.snapshotHash, problem: null });
    expect(configuration.snapshot(environment).revision).toBe(5);
  });

  it('leaves an override in force where it is', async () => {
    await share(90_000, 2);
    await setOverride(configuration, { ...common, target: 'docs-answer', mode: 'kill' });
    await restore(configuration, { ...common, number: 2, expectedRevision: 4 });
    expect(
      configuration.snapshot(environment).evaluator.evaluate('docs-answer', { targetingKey: 'u' }),
    ).toMatchObject({ reason: 'OVERRIDE', variant: 'unavailable' });
    const reopened = await openConfiguration(store, () => new Date());
    expect(reopened.snapshot(environment).overrides.get('docs-answer')).toMatchObject({ mode: 'kill' });
  });

  it('previews exactly what it would change, and asks again when the log has moved', async () => {
    await share(90_000, 2);
    expect(
      (await previewRestore(configuration, { environment, number: 2 })).map((change) => change.key),
    ).toEqual(['docs-answer']);
    await expect(restore(configuration, { ...common, number: 2, expectedRevision: 2 })).rejects.toMatchObject(
      { code: 'CONFLICT' },
    );
    await expect(
      restore(configuration, { ...common, number: 99, expectedRevision: 3 }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('changes nothing when everything is as it was', async () => {
    expect(await restore(configuration, { ...common, number: 2, expectedRevision: 2 })).toEqual({
      revision: 2,
      changed: false,
    });
  });
});

describe('overrides', () => {
  it('a second press changes nothing, its beginning included', async () => {
    await setOverride(configuration, { ...common, target: '*', mode: 'known-good' });
    const { since } = configuration.snapshot(environment).overrides.get('*')!;
    expect(await setOverride(configuration, { ...common, target: '*', mode: 'known-good' })).toMatchObject({
      changed: false,
    });
    expect(configuration.snapshot(environment).overrides.get('*')?.since).toBe(since);
  });

  it('of a flag that is not there is refused', async () => {
    await expect(
      setOverride(configuration, { ...common, target: 'nothing', mode: 'kill' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('while somebody else holds the write lock', () => {
  it('an override is obeyed by the very next call, the event loop stays free, and the commit waits its turn', async () => {
    const other = new Database(file);
    other.exec('begin immediate');
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const pressing = setOverride(configuration, { ...common, target: 'docs-answer', mode: 'kill' });
    expect(
      configuration.snapshot(environment).evaluator.evaluate('docs-answer', { targetingKey: 'u' }),
    ).toMatchObject({ variant: 'unavailable', reason: 'OVERRIDE' });
    setTimeout(() => other.exec('commit'), 700);
    expect(await pressing).toMatchObject({ committed: true });
    clearInterval(beat);
    other.close();
    expect(longest).toBeLessThan(500);
    expect((await verifyChain(configuration, environment)).ok).toBe(true);
  });
});

describe('half a character', () => {
  it('is refused wherever it stands, an override’s reason included, and nothing is obeyed or saved', async () => {
    const half = 'bad \ud83d';
    await expect(
      setOverride(configuration, { ...common, reason: half, target: 'docs-answer', mode: 'kill' }),
    ).rejects.toMatchObject({ code: 'INVALID' });
    expect(configuration.snapshot(environment).overrides.size).toBe(0);
    expect(configuration.uncommitted()).toEqual([]);
    await expect(
      commit(configuration, {
        ...common,
        changes: [{ kind: 'flag', key: 'docs-answer', body: { ...flagNow(), name: half } }],
      }),
    ).rejects.toThrow('half a character');
    expect(configuration.snapshot(environment).revision).toBe(2);
  });
});

describe('an override that the disk refuses', () => {
  const refusing = (): Store => ({
    ...store,
    configuration: {
      ...store.configuration,
      commitRevision: async () => {
        throw new Error('attempt to write a readonly database');
      },
    },
  });

  it('is obeyed at once, says that it is not committed, and is committed when the disk takes it', async () => {
    const broken = await openConfiguration(refusing(), () => new Date());
    const pressed = await setOverride(broken, { ...common, target: 'docs-answer', mode: 'kill' });
    expect(pressed).toMatchObject({ changed: true, committed: false, revision: 2 });
    const evaluate = () =>
      broken.snapshot(environment).evaluator.evaluate('docs-answer', { targetingKey: 'u' });
    expect(evaluate()).toMatchObject({ reason: 'OVERRIDE', variant: 'unavailable' });
    expect(await overridesInForce(broken, environment)).toMatchObject([
      { target: 'docs-answer', author: 'Ada', committed: false },
    ]);

    await commitOverride({ ...broken, store }, broken.uncommitted()[0]!);
    expect(broken.uncommitted()).toEqual([]);
    expect(evaluate()).toMatchObject({ reason: 'OVERRIDE' });
    expect(
      (await openConfiguration(store, () => new Date())).snapshot(environment).overrides.get('docs-answer')
        ?.mode,
    ).toBe('kill');
  });

  it('is repaired by pressing again, with the new reason', async () => {
    const broken = await openConfiguration(refusing(), () => new Date());
    await setOverride(broken, { ...common, target: 'docs-answer', mode: 'kill' });
    const again = await setOverride(
      { ...broken, store },
      { ...common, reason: 'second press', target: 'docs-answer', mode: 'kill' },
    );
    expect(again).toMatchObject({ committed: true });
    expect(await overridesInForce(broken, environment)).toMatchObject([
      { reason: 'second press', committed: true },
    ]);
  });

  it('can be lifted before it was ever committed', async () => {
    const broken = await openConfiguration(refusing(), () => new Date());
    await setOverride(broken, { ...common, target: '*', mode: 'known-good' });
    expect(await liftOverride(broken, { ...common, target: '*' })).toMatchObject({ changed: true });
    expect(broken.snapshot(environment).overrides.size).toBe(0);
  });
});

describe('a body that was written before its schema grew', () => {
  it('is described and restored all the same', async () => {
    const connection = new Database(file);
    for (const table of ['revision_changes', 'resources']) {
      const column = table === 'resources' ? 'body' : 'after';
      connection
        .prepare(
          `update ${table} set ${column} = json_remove(${column}, '$.prerequisites', '$.public') where kind = 'flag'`,
        )
        .run();
    }
    connection.close();
    const reopened = await openConfiguration(store, () => new Date());
    const [revision] = await store.configuration.revisions({ environment, limit: 1 });
    const words = revision!.changes.map((change) => describeRevision(change, reopened.snapshot(environment)));
    expect(words.find((change) => change.kind === 'flag')?.lines).toContainEqual({
      what: 'Switch',
      before: null,
      after: 'On',
    });
    expect(await previewRestore(reopened, { environment, number: 2 })).toEqual([]);
  });
});

describe('verifyChain', () => {
  const tamper = (statement: string) => {
    const connection = new Database(file);
    connection.prepare(statement).run();
    connection.close();
  };

  it.each([
    ['a changed reason', "update revisions set reason = 'other' where number = 1", 'Revision 1 was changed'],
    [
      'a changed body',
      `update revision_changes set after = replace(after, '10000', '20000') where kind = 'flag' and number = 2`,
      'Revision 2 was changed',
    ],
    ['a missing revision', 'delete from revisions where number = 1', 'Revision 1 is missing'],
    [
      'a resource unlike its fold',
      `update resources set body = replace(body, '"on":true', '"on":false') where kind = 'flag'`,
      'not what the log folds to',
    ],
  ])('finds %s', async (_what, statement, problem) => {
    tamper(statement);
    const report = await verifyChain(configuration, environment);
    expect(report.ok).toBe(false);
    expect(report.problem).toContain(problem);
  });
});
