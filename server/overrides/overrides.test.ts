import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../store/sqlite/connect.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  admin = personClient(server.url, cookie);
});
afterAll(() => server.close());

/** What a call is told, without calling a model. */
const decided = async () => {
  const { evaluation } = await server.service.flags.explain.query({
    flag: 'docs-answer',
    context: { targetingKey: 'ada' },
  });
  return evaluation;
};

/** From now on the disk refuses every revision, as a full or a read-only one does, until this is called. */
function refuseRevisions(): () => void {
  const run = (statement: string) => {
    const connection = connect(path.join(server.dataDir, 'knowngood.db'), {
      durability: 'FULL',
      busyMs: 2_000,
    });
    connection.exec(statement);
    connection.close();
  };
  run(`create trigger refuse before insert on revisions
       begin select raise(abort, 'attempt to write a readonly database'); end`);
  return () => run('drop trigger refuse');
}

describe('an override while the disk refuses to write', () => {
  it('is in force at once and says that it is in memory only; the disk gets it when it takes it', async () => {
    const before = await server.dependencies.store.configuration.head('production');
    const accept = refuseRevisions();
    try {
      const result = await admin.overrides.set.mutate({
        target: 'docs-answer',
        mode: 'kill',
        reason: 'Disk is full',
      });
      expect(result).toMatchObject({ changed: true, committed: false });
      expect(await decided()).toMatchObject({ reason: 'OVERRIDE', variant: 'unavailable' });
      const { override } = await admin.flags.get.query({ flag: 'docs-answer' });
      expect(override).toMatchObject({ mode: 'kill', committed: false, reason: 'Disk is full' });
      expect(await server.dependencies.store.configuration.head('production')).toEqual(before);
    } finally {
      accept();
    }
    await expect
      .poll(() => server.dependencies.configuration.uncommitted().length, { timeout: 15_000 })
      .toBe(0);
    expect(await decided()).toMatchObject({ reason: 'OVERRIDE' });
    const [revision] = await server.dependencies.store.configuration.revisions({
      environment: 'production',
      limit: 1,
    });
    expect(revision).toMatchObject({ number: before.number + 1, kind: 'override', reason: 'Disk is full' });
    expect((await admin.revisions.verify.query()).ok).toBe(true);
    await admin.overrides.lift.mutate({ target: 'docs-answer', reason: 'Over' });
  });
});

describe('a read-only caller', () => {
  it('sets no override', async () => {
    const { client } = await joinPerson(server, cookie, 'viewer@example.com', { production: 'viewer' });
    await expect(
      client.overrides.set.mutate({ target: 'docs-answer', mode: 'kill', reason: 'No' }),
    ).rejects.toThrow('needs the role');
    expect((await decided()).reason).not.toBe('OVERRIDE');
  });
});
