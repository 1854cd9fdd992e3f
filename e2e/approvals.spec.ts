import type { Page } from '@playwright/test';
import { newly, valueFlag } from './flags.ts';
import { evaluated, expect, test } from './product.ts';
import { secondPerson } from './secondPerson.ts';

test.describe.configure({ mode: 'serial' });

let grace: Page;
test.afterAll(() => grace?.context().close());

const flagPage = '/flags/gate';

async function setPolicy(admin: Page, url: string, who: string): Promise<void> {
  await admin.goto(`${url}/approvals`);
  await admin.getByLabel('Flags and their targeting').selectOption({ label: who });
  await admin.getByRole('button', { name: 'Save…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(`${who} from now on`);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function turnOff(admin: Page, url: string, reason: string): Promise<void> {
  await admin.goto(url + flagPage);
  await admin.getByRole('switch').first().click({ force: true });
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Turn off', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a change that needs a second person says so, changes nothing, and applies when they agree', async ({
  admin,
  product,
  mutate,
  browser,
}) => {
  await mutate('flags.save', newly(valueFlag('gate', 'Gate')));
  await setPolicy(admin, product.url, 'Any second person');
  await turnOff(admin, product.url, 'Closing time');
  await expect(admin.getByText('Sent for approval')).toBeVisible();
  expect((await evaluated(product, 'gate', { targetingKey: 'u' })).reason).not.toBe('DISABLED');
  await admin.goto(`${product.url}/approvals`);
  await expect(admin.getByRole('heading', { name: 'Closing time' })).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Approve' })).toBeHidden();

  grace = await secondPerson(browser, product, mutate, 'editor');
  await expect(grace.getByText('Switch')).toBeVisible();
  await grace.getByRole('button', { name: 'Approve' }).click();
  await expect(grace.getByText(/Applied as #\d+/)).toBeVisible();
  expect((await evaluated(product, 'gate', { targetingKey: 'u' })).reason).toBe('DISABLED');
});

test('an edit has to be approved anew: whoever looked at the first one cannot approve the second', async ({
  admin,
  product,
  mutate,
}) => {
  const save = (name: string, version: number) =>
    mutate('flags.save', {
      flag: { ...valueFlag('gate', name), on: false },
      expectedVersion: version,
      reason: `Call it ${name}`,
    });
  const { version } = (await save('Door', await versionOf(admin, product.url))) as { version: number };
  await grace.goto(`${product.url}/approvals`);
  await expect(grace.getByRole('heading', { name: 'Call it Door' })).toBeVisible();
  await grace.route('**/trpc/approvals.list*', (route) => route.abort());
  await save('Portal', version);
  await grace.getByRole('button', { name: 'Approve' }).click();
  await expect(grace.getByText('has changed since you looked').first()).toBeVisible();
  await grace.unroute('**/trpc/approvals.list*');
  await grace.reload();
  await expect(grace.getByRole('heading', { name: 'Call it Portal' })).toBeVisible();
  await grace.getByRole('button', { name: 'Approve' }).click();
  await expect(grace.getByRole('heading', { name: /Call it Portal/ })).toBeVisible();
  await admin.goto(product.url + flagPage);
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('Portal');
});

test('a request goes stale when its flag has moved, and its author brings it up to date', async ({
  admin,
  product,
  mutate,
}) => {
  const version = await versionOf(admin, product.url);
  const flag = { ...valueFlag('gate', 'Portal'), on: false };
  await mutate('flags.save', { flag: { ...flag, on: true }, expectedVersion: version, reason: 'Open again' });
  const other = await grace.request.post(`${product.url}/trpc/flags.save`, {
    data: { flag: { ...flag, owner: 'Doors' }, expectedVersion: version, reason: 'An owner' },
    headers: { origin: product.url },
  });
  expect(other.ok(), await other.text()).toBe(true);
  await admin.goto(`${product.url}/approvals`);
  await admin.getByRole('button', { name: 'Approve' }).click();
  await expect(admin.getByText('Stale')).toBeVisible();
  await grace.reload();
  await expect(grace.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await admin.getByRole('button', { name: 'Bring up to date' }).click();
  await expect(admin.getByText('Stale')).toBeHidden();
  await grace.getByRole('button', { name: 'Approve' }).click();
  await expect(grace.getByText('Nothing waits for approval')).toBeVisible();
  expect((await evaluated(product, 'gate', { targetingKey: 'u' })).reason).not.toBe('DISABLED');
});

test('an override never waits, and the policy can be taken back', async ({ admin, product, mutate }) => {
  await mutate('overrides.set', { target: 'gate', mode: 'kill', reason: 'Now' });
  await expect(async () => {
    expect((await evaluated(product, 'gate', { targetingKey: 'u' })).variant).toBe('off');
  }).toPass();
  await setPolicy(admin, product.url, 'Nobody');
  await mutate('overrides.lift', { target: 'gate', reason: 'Over' });
});

async function versionOf(admin: Page, url: string): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ flag: 'gate' }));
  const response = await admin.request.get(`${url}/trpc/flags.get?input=${input}`);
  return ((await response.json()) as { result: { data: { version: number } } }).result.data.version;
}
