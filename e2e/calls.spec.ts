import type { Page } from '@playwright/test';
import OpenAI from 'openai';
import { wholeSplit } from '../shared/evaluation/split.ts';
import type { Flag } from '../shared/model/flag.ts';
import { newly } from './flags.ts';
import { expect, type Product, test } from './product.ts';

const key = 'calls-test';
const page = `/flags/${key}`;

async function found(admin: Page, product: Product, flag: string) {
  const asked = encodeURIComponent(JSON.stringify({ flag }));
  const response = await admin.request.get(`${product.url}/trpc/flags.get?input=${asked}`);
  return (await response.json()).result.data as { flag: Flag; version: number };
}

/** The demo's flag under another key, serving everybody one variant: so that no other test notices. */
async function copyOf(admin: Page, product: Product, to: string, variant: string) {
  const { flag } = await found(admin, product, 'docs-answer');
  return newly({
    ...flag,
    key: to,
    name: 'Copy for a test',
    salt: to,
    rules: [],
    targets: [],
    fallthrough: { kind: 'split', split: wholeSplit(variant) },
  });
}

/** Units are shared: a copy that stays would show up wherever another test looks at what uses them. */
async function removeCopy(
  admin: Page,
  product: Product,
  mutate: (procedure: string, input: object) => Promise<unknown>,
  flag: string,
) {
  const { version } = await found(admin, product, flag);
  await mutate('flags.remove', { flag, expectedVersion: version, reason: 'The test is over' });
}

const openai = (product: Product) =>
  new OpenAI({ apiKey: product.key, baseURL: `${product.url}/v1`, maxRetries: 0 });

test.describe.configure({ mode: 'serial' });

test('rules that answer without a model are written, tried out, served to everyone and seen in the calls', async ({
  admin,
  product,
  mutate,
}) => {
  await mutate('flags.save', await copyOf(admin, product, key, 'concise'));
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  await admin.getByRole('button', { name: 'Add rule-based variant' }).click();
  await admin.getByLabel('Key', { exact: true }).fill('orders');
  await admin.getByRole('textbox', { name: 'Name', exact: true }).nth(3).fill('Order answers');
  await admin.getByRole('button', { name: 'Edit rules…' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Rules of Order answers' });
  await dialog.getByRole('button', { name: 'Add answering rule' }).click();
  await dialog.getByLabel('Name of answering rule 1').fill('Orders');
  await dialog.getByLabel('contains the pattern').fill('order #?(\\d+');
  await expect(dialog.getByText('missing closing )').first()).toBeVisible();
  await dialog.getByLabel('Answer', { exact: true }).fill('Order {{ match.1 }} is on its way.');
  await dialog.getByLabel('Default answer').fill('Ask us about {{ input }}');
  await dialog.getByRole('button', { name: 'Done' }).click();

  // What the engine cannot read is refused beside the rules, and found again from there.
  await admin.getByLabel('Reason').fill('Answers that need no model');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByText(/In its rules: .*missing closing \)/)).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Edit rules…' })).toBeFocused();
  await admin.keyboard.press('Enter');
  await dialog.getByLabel('contains the pattern').fill('order #?(\\d+)');
  const tester = dialog.getByRole('region', { name: 'Try the rules' });
  await tester.getByLabel('Input').fill('Where is Order #42?');
  await expect(tester.getByLabel('Answer of the rules')).toHaveText('Order 42 is on its way.');
  await tester.getByLabel('Input').fill('refunds');
  await expect(tester.getByLabel('Answer of the rules')).toHaveText('Ask us about refunds');
  await dialog.getByRole('button', { name: 'Done' }).click();

  const share = admin.getByLabel('Share of Order answers for everyone else (%)');
  await share.fill('100');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByRole('button', { name: 'Edit targeting' })).toBeVisible();
  await expect(admin.getByRole('list', { name: 'Answering rules' })).toContainText('Orders: if input');
  await admin.getByRole('button', { name: 'See and try the rules…' }).click();
  await expect(dialog.getByLabel('Default answer')).toHaveAttribute('readonly', '');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  const { choices } = await openai(product).chat.completions.create({
    model: key,
    user: 'ada',
    messages: [{ role: 'user', content: 'Where is my order #7?' }],
  });
  expect(choices[0]?.message.content).toBe('Order 7 is on its way.');
  await admin.getByRole('tab', { name: 'Calls' }).click();
  const call = admin.getByRole('row').nth(1);
  await expect(call).toContainText('Order answers');
  await expect(call).toContainText('rules, no model');
  await expect(call).toContainText('By the rule “Orders”');
  await call.getByRole('button', { name: 'Show details' }).click();
  await expect(admin.getByText('No model was called: the rules of Order answers answered.')).toBeVisible();
});

test('limits and a budget are saved, refused where they contradict each other, and shown in words', async ({
  admin,
  product,
  mutate,
}) => {
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  await admin.getByRole('button', { name: 'Limits' }).first().click();
  await admin.getByLabel('A stream begins within').fill('800');
  await admin.getByLabel('A stream pauses at most').fill('5000');
  await admin.getByLabel('Known good steps in after').fill('5');
  await admin.getByLabel('Longest output').fill('2000');
  await admin.getByLabel('Conversations on a rollback').selectOption('restart');
  await admin.getByLabel('Callers may add system messages').check();
  await admin.getByLabel('Warn from').fill('5');
  await admin.getByLabel('Go cheaper from').fill('2.5');
  await admin.getByLabel('Refuse from').fill('10');
  await admin.getByRole('button', { name: 'Limits' }).first().click();
  await admin.getByLabel('Reason').fill('Bounds');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByText('At least 20')).toBeVisible();
  await expect(admin.getByText('The thresholds must rise: warn, then fall back, then refuse')).toBeVisible();
  await expect(admin.getByText('to which cheaper variant')).toBeVisible();
  await admin.getByLabel('Known good steps in after').fill('1500');
  await admin.getByLabel('Go cheaper from').fill('7.5');
  await admin.getByLabel('Cheaper variant').selectOption({ label: 'Order answers' });
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByRole('button', { name: 'Edit targeting' })).toBeVisible();

  await expect(admin.getByText('known good after 1.5 s')).toBeVisible();
  await expect(admin.getByText('2,000 characters, then it is cut')).toBeVisible();
  await expect(admin.getByText('the product is told to start over')).toBeVisible();
  await expect(
    admin.getByText('warns from $5.00, Order answers answers from $7.50, refuses from $10.00 a day'),
  ).toBeVisible();
  await expect(admin.getByRole('img', { name: /spent today; the budget warns from/ })).toBeVisible();
  await expect(admin.getByText('calls of unknown price are not counted')).toBeVisible();
  await admin.goto(product.url);
  await removeCopy(admin, product, mutate, key);
});

test('an answer appears as it comes, in a conversation, and its tries are on a time line', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/flags/docs-answer?tab=try`);
  await admin.getByRole('textbox', { name: 'Conversation' }).fill('tried-here');
  const question = admin.getByLabel('Question');
  await question.fill('What is a kill switch?');
  const lines: string[] = [];
  await admin.exposeFunction('seen', (text: string) => lines.push(text));
  await admin.evaluate(() => {
    new MutationObserver(() => {
      const text = document.querySelector('[aria-label="Text of the answer"]')?.textContent;
      if (text) (window as unknown as { seen: (text: string) => void }).seen(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await admin.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(admin.getByText('Took', { exact: true })).toBeVisible();
  const answer = await admin.getByRole('region', { name: 'Text of the answer' }).textContent();
  expect(new Set(lines).size).toBeGreaterThan(2);
  expect(lines.every((line) => answer?.startsWith(line))).toBe(true);
  await expect(admin.getByText('Turn 1 of the conversation')).toBeVisible();
  await expect(admin.getByText('1 earlier turn will go along.')).toBeVisible();
  await question.fill('And who may lift it?');
  await admin.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(admin.getByText('Turn 2 of the conversation')).toBeVisible();

  await admin.getByRole('tab', { name: 'Calls' }).click();
  const call = admin.getByRole('row').nth(1);
  await expect(call).toContainText('Turn 2 of a conversation');
  await call.getByRole('button', { name: 'Show details' }).click();
  const tries = admin.getByRole('table', { name: 'Tries of this call' });
  await expect(tries.getByRole('row').nth(1)).toContainText('answered');
  await expect(admin.getByText('tried-here, turn 2')).toBeVisible();

  await admin.getByRole('tab', { name: 'Conversations' }).click();
  const kept = admin.getByRole('row').filter({ hasText: 'tried-here' });
  await expect(kept).toContainText('docs-answer');
  await admin.getByLabel('Only moved').check();
  await expect(admin.getByText('None was moved')).toBeVisible();
});

test('a conversation that known good took over says from where, to where and why', async ({
  admin,
  product,
  mutate,
}) => {
  await mutate('flags.save', await copyOf(admin, product, 'talk-test', 'thorough'));
  const say = () =>
    openai(product).chat.completions.create(
      { model: 'talk-test', user: 'ada', messages: [{ role: 'user', content: 'What is a segment?' }] },
      { headers: { 'knowngood-conversation': 'moved-1' } },
    );
  await say();
  await mutate('overrides.set', { target: 'talk-test', mode: 'known-good', reason: 'For a test' });
  await say();
  await admin.goto(`${product.url}/flags/talk-test?tab=conversations`);
  await admin.getByLabel('Only moved').check();
  const moved = admin.getByRole('row').filter({ hasText: 'moved-1' });
  await expect(moved).toContainText(/From sim-thorough\S+ · docs-answer 1.1.0 to sim-concise/);
  await expect(moved).toContainText('an override was in force');
  await admin.getByRole('tab', { name: 'Calls' }).click();
  await expect(admin.getByRole('row').nth(1)).toContainText('Conversation moved: an override was in force');
  await admin.goto(product.url);
  await mutate('overrides.lift', { target: 'talk-test', reason: 'The test is over' });
  await removeCopy(admin, product, mutate, 'talk-test');
});

test('the providers page names the simulator, and says what it has done', async ({ admin, product }) => {
  await admin.getByRole('navigation').getByRole('link', { name: 'Providers' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Providers' })).toBeVisible();
  await expect(admin.getByText('Built-in simulator')).toBeVisible();
  await openai(product).chat.completions.create({
    model: 'docs-answer',
    user: 'ada',
    messages: [{ role: 'user', content: 'What is a segment?' }],
  });
  await expect(admin.getByText(/went well\./).first()).toBeVisible();
  await expect(admin.getByText('Calls go through').first()).toBeVisible();
  await expect(admin.getByText('OPENAI_API_KEY')).toBeVisible();
  await admin.getByRole('button', { name: 'Hide how to set one up' }).click();
  await expect(admin.getByText('OPENAI_API_KEY')).toHaveCount(0);
});
