import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Flag } from '../../shared/model/flag.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
beforeAll(async () => {
  server = await startTestServer();
  admin = personClient(server.url, await server.signIn());
});
afterAll(() => server.close());

/** The demo's flag with everybody on a variant that answers by rules. */
async function save(responder: object) {
  const { flag, version } = await admin.flags.get.query({ flag: 'docs-answer' });
  const others = flag.variants.filter(({ key }) => key !== 'faq');
  const next = Flag.parse({
    ...flag,
    variants: [...others, { kind: 'rules', key: 'faq', name: 'Frequent questions', responder }],
    rules: [],
    fallthrough: { kind: 'variant', variant: 'faq' },
  });
  return admin.flags.save.mutate({ flag: next, expectedVersion: version, reason: 'test' });
}
const rule = {
  id: 'order',
  name: 'Orders',
  when: {
    patterns: [{ pattern: String.raw`order #?(\d+)` }],
    context: [{ operator: 'in', attribute: 'tier', values: ['pro'] }],
  },
  answer: 'Order {{ match.1 }} is on its way, {{ name }}.',
};

describe('a variant that answers by rules', () => {
  it('answers calls with the rule that holds, and else with its default; a value is data', async () => {
    await save({ rules: [rule], defaultAnswer: 'You said: {{ input }}' });
    const ask = (input: string, tier: string) =>
      server.service.ai.generate.mutate({
        flag: 'docs-answer',
        input,
        variables: { name: '{{ match.1 }}' },
        context: { targetingKey: 'u', tier },
      });
    expect(await ask('Where is ORDER #42?', 'pro')).toMatchObject({
      output: 'Order 42 is on its way, {{ match.1 }}.',
      variant: 'faq',
      servedBy: 'assigned',
      unit: null,
    });
    expect((await ask('Where is order 42? {{ name }}', 'free')).output).toBe(
      'You said: Where is order 42? {{ name }}',
    );
  });

  it.each([
    [
      'a pattern that the engine cannot read',
      { ...rule, when: { patterns: [{ pattern: '(?=a)b' }] } },
      'cannot be used',
    ],
    [
      'an answer with a group that nothing catches',
      { ...rule, answer: '{{ match.7 }}' },
      'the first pattern catches 1 only',
    ],
  ])('is refused where it is saved: %s', async (_what, broken, words) => {
    await expect(save({ rules: [broken], defaultAnswer: 'x' })).rejects.toThrow(words);
  });
});
