import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit } from '../configuration/commit.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { revisionHash } from '../configuration/hash.ts';
import { verifyEveryChain } from '../configuration/verifyChain.ts';
import { openTestData, type TestData, testAuthor } from '../testing/testData.ts';
import { valueFlag } from '../testing/testFlags.ts';

let data: TestData;
beforeEach(async () => {
  data = await openTestData('production', 'staging');
  for (const environment of ['production', 'staging'])
    for (const price of [1, 2, 3, 4]) await save(environment, price);
});
afterEach(() => data.close());

const save = (environment: string, price: number, configuration = data.configuration) =>
  commit(configuration, {
    environment,
    author: testAuthor,
    reason: `Price ${price}`,
    changes: [{ kind: 'flag', key: 'price', body: valueFlag('price', price, 0) }],
  });

/** Rewrites a revision's reason and every hash after it, as somebody would who knows how the chain is made. */
async function rehashFrom(number: number): Promise<void> {
  const all = await data.store.configuration.walk({ environment: 'production', after: 0, limit: 100 });
  let previousHash = all[number - 2]?.hash ?? '';
  for (const revision of all.slice(number - 1)) {
    const reason = revision.number === number ? 'Something else' : revision.reason;
    const hash = revisionHash({ ...revision, reason, previousHash });
    data.tamper(
      `update revisions set reason = '${reason}', previous_hash = '${previousHash}', hash = '${hash}'
       where environment = 'production' and number = ${revision.number}`,
    );
    previousHash = hash;
  }
}

const cut = (after: number) =>
  data.tamper(
    `delete from revisions where environment = 'production' and number > ${after}`,
    `delete from revision_changes where environment = 'production' and number > ${after}`,
    `update resources set version = ${after}, body = (select "after" from revision_changes where environment = 'production' and number = ${after}) where environment = 'production'`,
  );

describe('knowngood verify', () => {
  it('walks every chain and says that each is whole', async () => {
    const { code, out } = await data.knowngood('verify');
    expect(out).toMatch(/production: whole\. 4 revisions, signed up to 4/);
    expect(out).toMatch(/staging: whole\. 4 revisions/);
    expect(code).toBe(0);
  });

  it.each([
    [
      'a changed revision',
      ["update revisions set reason = 'other' where environment = 'production' and number = 2"],
      'Revision 2 was changed after it was written',
    ],
    [
      'a changed body',
      [
        `update revision_changes set "after" = replace("after", '3', '9') where environment = 'production' and number = 3`,
      ],
      'Revision 3 was changed after it was written',
    ],
    [
      'a revision taken out of the middle',
      ["delete from revisions where environment = 'production' and number = 2"],
      'Revision 2 is missing',
    ],
    [
      'a resource unlike its fold',
      [
        `update resources set body = replace(body, '"on":true', '"on":false') where environment = 'production'`,
      ],
      'The flag "price" in force is not what the log folds to',
    ],
    [
      'a signature that was taken away',
      ["delete from facts where name = 'head:production'"],
      'The end of the log is not signed',
    ],
  ])('finds %s, and only there', async (_what, statements, problem) => {
    data.tamper(...statements);
    const [production, staging] = await verifyEveryChain(data);
    expect(production).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
    expect(staging).toMatchObject({ ok: true, revisions: 4 });
  });

  it('finds a tail that was cut off, and still does after more was committed', async () => {
    cut(2);
    const { out } = await data.knowngood('verify', '--environment', 'production');
    expect(out).toContain('The log ends at revision 2, but revision 4 was signed: the end was cut off');
    const reopened = await openConfiguration(data.store, () => new Date(), data.sign);
    for (const price of [5, 6, 7]) await save('production', price, reopened);
    const [production] = await verifyEveryChain(data);
    expect(production?.problem).toContain('Revision 4 is not the one that was signed');
  });

  it('finds a chain that was hashed anew from the middle', async () => {
    await rehashFrom(3);
    const { out, code } = await data.knowngood('verify');
    expect(out).toContain('production: BROKEN. Revision 4 is not the one that was signed');
    expect(code).toBe(1);
  });

  it('finds, by a head that was exported before, what even a forged signature on this machine hides', async () => {
    const heads = path.join(data.folder, 'heads.json');
    expect((await data.knowngood('head', '--export', heads)).code).toBe(0);
    await rehashFrom(2);
    expect((await data.knowngood('verify')).code).toBe(1);
    await rehashFrom(2);
    expect((await data.knowngood('head', '--renew')).code).toBe(0);
    expect((await data.knowngood('verify')).code).toBe(0);
    const { out, code } = await data.knowngood('verify', '--head', heads);
    expect(out).toContain('production: BROKEN. Revision 4 is not the one that was signed');
    expect(code).toBe(1);
  }, 60_000);

  it('takes no head that somebody else signed', async () => {
    const heads = path.join(data.folder, 'heads.json');
    const { number, hash } = await data.store.configuration.head('production');
    const forged = { environment: 'production', number, hash, signature: 'a'.repeat(64) };
    await writeFile(heads, JSON.stringify({ heads: [forged] }));
    const { out } = await data.knowngood('verify', '--head', heads);
    expect(out).toContain('was not signed with the secret of this installation');
    await writeFile(heads, '{}');
    expect((await data.knowngood('verify', '--head', heads)).error).toContain('no file of signed heads');
  });
});
