import type { Locator, Page } from '@playwright/test';
import { expectSoundEverywhere } from './looks.ts';
import { goldenLines, ingest, makeCollection, searched } from './movingCollection.ts';
import { expect, test } from './product.ts';
import { secondPerson } from './secondPerson.ts';

const desk = { width: 1440, height: 900 };

/** The page as it is now is sound everywhere; afterwards it is as it was. */
async function expectSoundNow(admin: Page, what: string): Promise<void> {
  await expect(admin.locator('.mantine-Skeleton-root')).toHaveCount(0);
  await expectSoundEverywhere(admin, what);
  await admin.setViewportSize(desk);
  await admin.emulateMedia({ colorScheme: 'light' });
}

const next = (admin: Page): Locator => admin.getByRole('region', { name: 'What comes next' });

/** Opens an act from the panel that says what comes next, gives a reason and does it. */
async function act(admin: Page, button: string, confirm: string, typed?: string): Promise<void> {
  await next(admin).getByRole('button', { name: button }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(`${confirm}, because the test says so`);
  if (typed !== undefined) {
    await expect(dialog.getByRole('button', { name: confirm, exact: true })).toBeDisabled();
    await dialog.getByLabel(`Type ${typed} to confirm`).fill('another');
    await expect(dialog.getByText(`That is not ${typed}`)).toBeVisible();
    await dialog.getByLabel(`Type ${typed} to confirm`).fill(typed);
  }
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** From the collection's page through the wizard to a plan that is kept; `choose` says what shall be different. */
async function plan(admin: Page, url: string, key: string, choose: () => Promise<void>): Promise<void> {
  await admin.goto(`${url}/collections/${key}`);
  await admin.getByRole('link', { name: 'Move to another index' }).click();
  await admin.getByRole('button', { name: 'Next: Golden queries' }).click();
  await expect(admin.getByText('It is the same as the index that serves')).toBeVisible();
  await choose();
  await admin.getByRole('button', { name: 'Next: Golden queries' }).click();
}

test('a release manager moves a collection to another index, back, forth and for good, by the next button alone', async ({
  admin,
  product,
  mutate,
}) => {
  test.setTimeout(240_000);
  const { ingestKey } = await makeCollection(product, mutate, { key: 'manual', name: 'Manual' });
  await plan(admin, product.url, 'manual', () =>
    admin.getByLabel('Built in: words and parts of words').check(),
  );

  await test.step('golden queries are read line by line', async () => {
    const queries = admin.getByLabel('Queries with the documents that answer them');
    await queries.fill('{"query": "x"}\nnonsense');
    await expect(admin.getByRole('alert')).toContainText('Line 1: It has neither “grades” nor “relevant”');
    await expect(admin.getByRole('alert')).toContainText('Line 2');
    await admin.getByLabel('File with golden queries').setInputFiles({
      name: 'golden.jsonl',
      mimeType: 'application/jsonl',
      buffer: Buffer.from(goldenLines),
    });
    await expect(admin.getByText('60 queries with 60 documents that answer')).toBeVisible();
    await admin.getByLabel('Name of a new set').fill('Titles of the manual');
    await admin.getByRole('button', { name: 'Keep these queries' }).click();
    await expect(admin.getByText('The newest set counts: Titles of the manual, 60 queries')).toBeVisible();
    await expectSoundNow(admin, 'golden queries');
    await admin.getByRole('button', { name: 'Next: Speed' }).click();
  });

  await test.step('the plan is estimated, told in words and kept', async () => {
    await admin.getByLabel('Documents a second, at most').fill('6');
    await expect(admin.getByText('10 s or more')).toBeVisible();
    await expect(admin.getByText('Tokens to embed')).toBeVisible();
    await admin.getByRole('button', { name: 'Next: Review' }).click();
    const words = admin.getByRole('list', { name: 'The plan in words' });
    await expect(words).toContainText(
      '60 documents are embedded into the new one, at most 6 documents a second',
    );
    await expect(words).toContainText('The set “Titles of the manual” with 60 queries decides');
    await admin.getByRole('button', { name: 'Keep the plan' }).click();
    await expect(admin.getByText('Say why, in a few words')).toBeVisible();
    await admin.getByLabel('Reason').fill('Better answers');
    await expectSoundNow(admin, 'the review of a plan');
    await admin.getByRole('button', { name: 'Keep the plan' }).click();
    await expect(next(admin)).toContainText('Ready to start');
  });

  await test.step('it is started after a dry run, runs, is paused, made faster and goes on', async () => {
    await next(admin).getByRole('button', { name: 'Start…' }).click();
    const dialog = admin.getByRole('dialog');
    await expect(dialog.getByRole('list', { name: 'What will happen' })).toContainText(
      'Every write goes to the new index too',
    );
    await expectSoundNow(admin, 'the dialog of a start');
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await act(admin, 'Start…', 'Start');
    await expect(next(admin)).toContainText('Building the new index');
    await expect(admin.getByText(/about \d+ s/)).toBeVisible();
    await act(admin, 'Pause…', 'Pause');
    await expect(next(admin)).toContainText('Paused');
    await expectSoundNow(admin, 'a paused backfill');
    await admin.getByRole('button', { name: 'Change the speed…' }).click();
    await dialog.getByLabel('Documents a second, at most').fill('5000');
    await dialog.getByLabel('Reason').fill('Nobody is here');
    await dialog.getByRole('button', { name: 'Change the speed' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(admin.getByText('At most 5,000 documents a second')).toBeVisible();
    await act(admin, 'Resume…', 'Resume');
  });

  await test.step('the gate passes and says why', async () => {
    await expect(next(admin)).toContainText('Ready to cut over', { timeout: 40_000 });
    await expect(admin.getByText('At least as good')).toBeVisible();
    await expect(admin.getByRole('img', { name: /^nDCG@10: .*wholly above the line/ })).toBeVisible();
    await expect(admin.getByRole('list', { name: 'What must hold' })).toContainText('60 of 60 documents');
    await expect(admin.getByText('They decide nothing.')).toBeVisible();
    await expect(admin.getByText('it holds until')).toBeVisible();
    await expectSoundNow(admin, 'a verdict that passed');
  });

  const asked = (number: number) => searched(product, ingestKey, 'manual', `tray ${number}`);
  await test.step('a share of queries goes to the new index, and their figures stand beside the old ones', async () => {
    await next(admin).getByRole('button', { name: 'Try on a share…' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Set the share to 50%' }).click();
    await expect(dialog.getByRole('list', { name: 'What will happen' })).toContainText(
      '50% of those who ask go to the new index',
    );
    await dialog.getByLabel('Reason').fill('To see it first');
    await expectSoundNow(admin, 'the dialog of a canary');
    await dialog.getByRole('button', { name: 'Set the share', exact: true }).click();
    await expect(next(admin)).toContainText('50% of askers are on the new index');
    const versions = new Set<string>();
    for (let query = 0; query < 40; query++) versions.add((await asked(query)).indexVersion);
    expect(versions.size).toBe(2);
    const figures = admin.getByRole('table', { name: 'Live queries on both indexes' });
    await expect(
      figures
        .getByRole('row', { name: /^Queries/ })
        .getByRole('cell')
        .nth(1),
    ).not.toHaveText('0', {
      timeout: 20_000,
    });
    await expectSoundNow(admin, 'a canary');
  });

  const { from, to } = await test.step('cut over with the key typed, and told how long it took', async () => {
    const ids = await admin.locator('text=/^iv_[0-9a-f]{20}$/').allTextContents();
    await act(admin, 'Cut over…', 'Cut over', 'manual');
    await expect(next(admin)).toContainText('The new index serves');
    await expect(next(admin)).toContainText(/The cutover took [\d.]+ m?s/);
    await expect(next(admin)).toContainText('one act sends all queries back to it');
    expect((await asked(1)).indexVersion).toBe(ids[1]);
    await expectSoundNow(admin, 'the new index serves');
    return { from: ids[0], to: ids[1] };
  });

  await test.step('what is written meanwhile is there after a reverse, and after another cutover', async () => {
    const added = { id: 'added', title: 'quokka wombat', text: 'Written while the new index served.' };
    await ingest(product, ingestKey, { collection: 'manual', documents: [added] });
    await act(admin, 'Reverse…', 'Reverse');
    await expect(next(admin)).toContainText('Reversed: the old index serves');
    const back = await searched(product, ingestKey, 'manual', 'quokka wombat');
    expect([back.indexVersion, back.passages[0]?.document]).toEqual([from, 'added']);
    await expectSoundNow(admin, 'a reversed migration');
    await act(admin, 'Cut over again…', 'Cut over', 'manual');
    await expect(next(admin)).toContainText('The new index serves');
    const forth = await searched(product, ingestKey, 'manual', 'quokka wombat');
    expect([forth.indexVersion, forth.passages[0]?.document]).toEqual([to, 'added']);
  });

  await test.step('both indexes are searched side by side', async () => {
    const migration = admin.url();
    await admin.goto(`${product.url}/collections/manual`);
    await admin.getByLabel('Search the documents').fill('quokka wombat tray');
    await admin.getByRole('button', { name: 'Search', exact: true }).click();
    for (const side of ['old', 'new'])
      await expect(
        admin
          .getByRole('list', { name: `Passages of the ${side} index` })
          .getByRole('listitem')
          .first(),
      ).toContainText(/quokka wombat[\s\S]*same place/);
    expect(admin.url()).not.toContain('quokka');
    await expectSoundNow(admin, 'a search side by side');
    await admin.goto(migration);
  });

  await test.step('the old index is retired for good, and the history says who did what', async () => {
    await next(admin).getByRole('button', { name: 'Retire the old index…' }).click();
    await expect(admin.getByRole('dialog')).toContainText('point of no return');
    await expectSoundNow(admin, 'the dialog of a retirement');
    await admin.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
    await act(admin, 'Retire the old index…', 'Retire for good', 'manual');
    await expect(next(admin)).toContainText('Finished', { timeout: 20_000 });
    await expect(next(admin).getByRole('button')).toHaveCount(0);
    const history = admin.getByRole('list', { name: 'Acts of this migration' });
    await expect(history).toContainText('Reverse, because the test says so');
    await expect(history).toContainText('Cut over Manual to the new index');
    await admin.getByRole('link', { name: 'All its migrations' }).click();
    await expect(admin.getByRole('row').filter({ hasText: 'Finished' })).toContainText('Passed');
    await expectSoundNow(admin, 'the migrations of a collection');
  });
  expect((await asked(2)).indexVersion).toBe(to);
});

test('an index that answers worse does not pass, cannot be cut over, and is cancelled', async ({
  admin,
  product,
  mutate,
  browser,
}) => {
  test.setTimeout(120_000);
  const { ingestKey } = await makeCollection(product, mutate, { key: 'worse', name: 'Worse' });
  const queries = goldenLines.split('\n').map((line) => JSON.parse(line) as object);
  await mutate('migrations.keepGoldenSet', { collection: 'worse', name: 'Titles', queries });
  await plan(admin, product.url, 'worse', async () => {
    await admin.getByLabel('Title of the document').selectOption('Left out');
  });
  await admin.getByRole('button', { name: 'Next: Speed' }).click();
  await admin.getByLabel('Documents a second, at most').fill('5000');
  await admin.getByRole('button', { name: 'Next: Review' }).click();
  await admin.getByLabel('Reason').fill('To see it refused');
  await admin.getByRole('button', { name: 'Keep the plan' }).click();
  await act(admin, 'Start…', 'Start');
  await expect(next(admin)).toContainText('The new index did not pass', { timeout: 40_000 });
  await expect(admin.getByRole('img', { name: /^nDCG@10: .*wholly below the line/ })).toBeVisible();
  await expect(admin.getByText('Worse: nDCG@10')).toBeVisible();
  await expect(next(admin)).toContainText('Cancel this migration and plan another index');
  await expect(next(admin).getByRole('button', { name: /^Cut over/ })).toHaveCount(0);
  const mover = admin.getByRole('list', { name: 'Queries that moved most' }).getByRole('button').first();
  await mover.click();
  await expect(admin.getByRole('list', { name: 'Old index' }).first()).toContainText('page-');
  await expectSoundNow(admin, 'a verdict that did not pass');

  const viewer = await secondPerson(browser, product, mutate, 'viewer');
  await viewer.goto(admin.url());
  await expect(next(viewer)).toContainText('A release manager of this environment can do that');
  await expect(next(viewer).getByRole('button')).toHaveCount(0);
  await viewer.goto(`${product.url}/collections/worse/move`);
  await expect(viewer.getByText('It is on its way to another index already')).toBeVisible();
  await viewer.context().close();

  await act(admin, 'Cancel the migration…', 'Cancel the migration');
  await expect(next(admin)).toContainText('Cancelled');
  expect((await searched(product, ingestKey, 'worse', 'tray')).passages.length).toBeGreaterThan(0);
});

test('without golden queries a second person approves; where the environment wants it, another agrees to the cutover', async ({
  admin,
  product,
  mutate,
  browser,
}) => {
  test.setTimeout(120_000);
  await makeCollection(product, mutate, { key: 'unjudged', name: 'Unjudged' });
  const { id } = (await mutate('migrations.plan', {
    collection: 'unjudged',
    version: { embedder: { provider: 'lexical', model: 'lexical-b@1' } },
    reason: 'To see it approved',
  })) as { id: string };
  const page = `${product.url}/collections/unjudged/migrations/${id}`;
  await admin.goto(page);
  await act(admin, 'Start…', 'Start');
  await expect(next(admin)).toContainText('Waits for golden queries, or a second person', {
    timeout: 40_000,
  });
  await expect(next(admin).getByRole('button', { name: 'Approve…' })).toHaveCount(0);

  const other = await secondPerson(browser, product, mutate, 'release-manager');
  await other.goto(page);
  await expect(next(other)).toContainText('Waits for your approval');
  await act(other, 'Approve…', 'Approve');
  await expect(next(other)).toContainText('Ready to cut over');
  await expect(other.getByText('A second person approved it.')).toBeVisible();
  await expect(next(admin)).toContainText('Ready to cut over', { timeout: 20_000 });

  await test.step('where the environment wants it, a second person agrees to the cutover first', async () => {
    const need = { targeting: 'nobody', segments: 'nobody', rollout: 'nobody', keys: 'nobody' };
    const policy = { ...need, settings: 'nobody', cutover: 'release-manager' };
    await mutate('approvals.setPolicy', { policy, expectedVersion: 0, reason: 'Four eyes' });
    await expect(next(admin)).toContainText('This environment wants a second release manager to agree');
    await next(admin).getByRole('button', { name: 'Cut over…' }).click();
    const dialog = admin.getByRole('dialog');
    await expect(dialog.getByRole('list', { name: 'Checks' })).toContainText('A second person agrees');
    await expect(dialog).toContainText('“Cut over” would be refused now: 1 check did not pass');
    await dialog.getByRole('button', { name: 'Close' }).first().click();

    await next(other).getByRole('button', { name: 'Agree to a cutover…' }).click();
    await other.getByRole('dialog').getByLabel('Reason').fill('I have looked');
    await other.getByRole('dialog').getByRole('button', { name: 'Agree', exact: true }).click();
    await expect(next(admin)).toContainText('Grace agreed to the cutover', { timeout: 20_000 });
    await expectSoundNow(admin, 'a cutover that somebody agreed to');
    await act(admin, 'Cut over…', 'Cut over', 'unjudged');
    await expect(next(admin)).toContainText('The new index serves');
  });
  await other.context().close();
});

test('a refusal at the last moment names the check, what was found and what would mend it', async ({
  admin,
  product,
  mutate,
}) => {
  await makeCollection(product, mutate, { key: 'late', name: 'Late' });
  const { id } = (await mutate('migrations.plan', {
    collection: 'late',
    version: { embedder: { provider: 'lexical', model: 'lexical-b@1' } },
    reason: 'To see it refused',
  })) as { id: string };
  await admin.goto(`${product.url}/collections/late/migrations/${id}`);
  await next(admin).getByRole('button', { name: 'Start…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Too late');
  // Somebody else is faster: what this page was about to do is not possible any more.
  await mutate('migrations.act', { id, act: { kind: 'cancel' }, reason: 'Not today' });
  await dialog
    .getByRole('button', { name: 'Start', exact: true })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await expect(dialog).toContainText('The right moment');
  await expect(dialog).toContainText('It is over: start another migration');
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(next(admin)).toContainText('Cancelled');
});
