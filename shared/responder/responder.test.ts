import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../model/condition.ts';
import { checkResponder } from './checkResponder.ts';
import { mostLookedAt } from './compileResponder.ts';
import { describeResponder } from './describeResponder.ts';
import { explainResponse } from './explainResponse.ts';
import { mostAnswered, respond } from './respond.ts';
import { Responder } from './responder.ts';

const responder = Responder.parse({
  rules: [
    {
      id: 'order',
      name: 'Where is my order',
      when: { patterns: [{ pattern: String.raw`(?:order|parcel)\s+#?(?<id>\d+)` }] },
      answer:
        'Order {{ match.1 }} ({{match.id}}) of {{ customer }} in {{ context.region }}: “{{ match.0 }}”.',
    },
    {
      id: 'refund',
      name: 'Refunds for paying customers',
      when: {
        patterns: [{ pattern: 'refund|money back' }, { variable: 'channel', pattern: '^mail$' }],
        variables: [{ operator: 'at-least', attribute: 'amount', number: 10 }],
        context: [{ operator: 'in', attribute: 'tier', values: ['pro'] }],
      },
      answer: 'You get {{ amount }} back.',
    },
    {
      id: 'young',
      name: 'New accounts',
      when: { context: [{ operator: 'newer-than', attribute: 'since', days: 7 }] },
      answer: 'Welcome!',
    },
  ],
  defaultAnswer: 'Ask us at \\{{ help }}: {{ input }}',
});
const now = Date.parse('2026-03-01T00:00:00Z');
const ask = (input: string, more: { variables?: Record<string, unknown>; context?: object } = {}) => ({
  input,
  variables: more.variables ?? {},
  context: { ...more.context },
  now,
});

describe('respond', () => {
  it('answers with the first rule that holds, its values and what its pattern caught', () => {
    expect(
      respond(
        responder,
        ask('My ORDER #42?', { variables: { customer: 'Ada' }, context: { region: 'eu-west' } }),
      ),
    ).toEqual({ text: 'Order 42 (42) of Ada in eu-west: “ORDER #42”.', rule: 'order' });
  });

  it('needs every pattern and every condition of a rule', () => {
    const variables = { channel: 'mail', amount: 12 };
    const context = { tier: 'pro' };
    const input = 'I want my money back';
    expect(respond(responder, ask(input, { variables, context })).text).toBe('You get 12 back.');
    expect(respond(responder, ask(input, { variables: { ...variables, amount: '12' }, context })).rule).toBe(
      null,
    );
    expect(
      respond(responder, ask(input, { variables: { ...variables, channel: 'chat' }, context })).rule,
    ).toBe(null);
    expect(respond(responder, ask(input, { variables, context: { tier: 'free' } })).rule).toBe(null);
    expect(respond(responder, ask('hello', { variables, context })).rule).toBe(null);
  });

  it('reads ages against the time that it is given', () => {
    const context = { since: '2026-02-25T00:00:00Z' };
    expect(respond(responder, ask('x', { context })).rule).toBe('young');
    expect(respond(responder, { ...ask('x', { context }), now: now + 30 * 86_400_000 }).rule).toBe(null);
  });

  it('gives the default when nothing holds, with two braces as they are', () => {
    expect(respond(responder, ask('hi'))).toEqual({ text: 'Ask us at {{ help }}: hi', rule: null });
  });

  it('a rule without conditions always holds', () => {
    const always = Responder.parse({
      rules: [{ id: 'a', name: 'a', answer: 'A' }],
      defaultAnswer: 'D',
    });
    expect(respond(always, ask(''))).toEqual({ text: 'A', rule: 'a' });
  });

  it('looks at the beginning of a long text only', () => {
    const long = 'x'.repeat(mostLookedAt);
    expect(respond(responder, ask(`${long.slice(20)} order 7`)).rule).toBe('order');
    expect(respond(responder, ask(`${long} order 7`)).rule).toBe(null);
  });

  it('cuts an answer at its limit, never through a character', () => {
    const two = Responder.parse({ rules: [], defaultAnswer: 'x{{ input }}' });
    const { text } = respond(two, ask('😀'.repeat(40_000)));
    expect(text.length).toBe(mostAnswered - 1);
    expect(text.isWellFormed()).toBe(true);
  });

  it('a pattern that cannot be read never holds, and the check says where and why', () => {
    const broken = Responder.parse({
      rules: [{ id: 'a', name: 'a', when: { patterns: [{ pattern: '(a' }] }, answer: 'A' }],
      defaultAnswer: 'D',
    });
    expect(respond(broken, ask('a'))).toEqual({ text: 'D', rule: null });
    expect(checkResponder(broken)).toEqual([
      { path: 'rules.0.when.patterns.0.pattern', message: expect.stringContaining('missing closing )') },
    ]);
  });
});

describe('a responder in words', () => {
  it('says every rule and the default', () => {
    expect(describeResponder(responder)).toEqual([
      'Where is my order: if input matches the pattern (?:order|parcel)\\s+#?(?<id>\\d+), “Order {{ match.1 }} ({{match.id}}) of {{ customer }} in {{ context.region }}: “{{ match.0 }}”.”',
      'Refunds for paying customers: if input matches the pattern refund|money back and channel matches the pattern ^mail$ and amount is at least 10 and tier is pro, “You get {{ amount }} back.”',
      'New accounts: if since is less than 7 days ago, “Welcome!”',
      'otherwise “Ask us at \\{{ help }}: {{ input }}”',
    ]);
  });
});

describe('a value is data', () => {
  const echo = Responder.parse({
    rules: [
      {
        id: 'echo',
        name: 'Echo',
        when: { patterns: [{ pattern: '(?s)^(.*)$', ignoreCase: false }] },
        answer: '[{{ match.1 }}|{{ other }}|{{ context.region }}]',
      },
    ],
    defaultAnswer: '[{{ input }}]',
  });
  // Whatever a template could take for its own, beside arbitrary text.
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom('{{ other }}', '{{match.1}}', '\\{{', '{{', '}}', '$1', '$&', '{{ context.region }}'),
    fc
      .array(fc.constantFrom('{{', '}}', ' other ', '\\', 'match.1', '$0'), { maxLength: 12 })
      .map((words) => words.join('')),
  );

  it('in every place it arrives as it is', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (input, other, region) => {
        expect(respond(echo, ask(input, { variables: { other }, context: { region } })).text).toBe(
          `[${input}|${other}|${region}]`,
        );
      }),
    );
  });

  it('a name that every object inherits is no value', () => {
    const named = Responder.parse({
      rules: [],
      defaultAnswer: '{{ constructor }}{{ toString }}{{ context.constructor }}{{ __proto__ }}.',
    });
    expect(respond(named, ask('')).text).toBe('.');
  });
});

describe('whatever it is given', () => {
  const pattern = fc.oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.constantFrom('(a|b)+', '(', '(?<n>x)', '^$', '[a-', '\\d+', '.*'),
  );
  const template = fc.oneof(
    fc.string({ minLength: 1, maxLength: 40 }),
    fc.constantFrom('{{ match.1 }}', '{{ match.n }}', '{{ v }}', '{{ context.c }}', '{{', '{{ a b }}'),
  );
  const condition = fc.constantFrom<Condition[]>(
    { operator: 'matches', attribute: 'v', pattern: '(' },
    { operator: 'contains', attribute: 'v', text: 'a' },
    { operator: 'in-network', attribute: 'v', networks: ['nonsense'] },
    { operator: 'in-segment', segment: 's' },
    { operator: 'exists', attribute: '__proto__' },
  );
  const anyResponder = fc.record({
    rules: fc.array(
      fc.record({
        id: fc.string(),
        name: fc.string(),
        when: fc.record({
          patterns: fc.array(
            fc.record({ variable: fc.constantFrom('input', 'v'), pattern, ignoreCase: fc.boolean() }),
            { maxLength: 3 },
          ),
          variables: fc.array(condition, { maxLength: 2 }),
          context: fc.array(condition, { maxLength: 2 }),
        }),
        answer: template,
      }),
      { maxLength: 4 },
    ),
    defaultAnswer: template,
  });
  const request = fc.record({
    input: fc.string({ unit: 'binary' }),
    variables: fc.dictionary(fc.constantFrom('v', 'a', '__proto__'), fc.anything()),
    context: fc.dictionary(fc.constantFrom('v', 'c', 'constructor'), fc.anything()),
    now: fc.double(),
  });

  it('it answers a text, the explanation answers the same, and neither throws', () => {
    fc.assert(
      fc.property(anyResponder, request, (some, asked) => {
        const context = asked.context as Record<string, string>;
        const answer = respond(some, { ...asked, context });
        expect(typeof answer.text).toBe('string');
        expect(answer.text.length).toBeLessThanOrEqual(mostAnswered);
        const { steps, ...explained } = explainResponse(some, { ...asked, context });
        expect(explained).toEqual(answer);
        expect(steps.findIndex((step) => step.matched)).toBe(answer.rule === null ? -1 : steps.length - 1);
        expect(Array.isArray(checkResponder(some))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('what passes schema and check has every rule able to hold', () => {
    fc.assert(
      fc.property(anyResponder, (some) => {
        const parsed = Responder.safeParse(some);
        if (!parsed.success || checkResponder(parsed.data).length > 0) return;
        const { steps } = explainResponse(parsed.data, ask('x'));
        expect(steps.every((step) => step.problem === null)).toBe(true);
      }),
    );
  });
});

describe('what is refused', () => {
  const refused = (some: unknown) =>
    Responder.safeParse(some).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const rule = { id: 'a', name: 'a', answer: 'A' };

  it.each([
    ['no default', { rules: [] }, 'defaultAnswer'],
    ['braces that hold no reference', { defaultAnswer: 'x {{ a b }}' }, 'is not a value’s place'],
    ['braces left open', { defaultAnswer: 'x {{ a' }, 'is not a value’s place'],
    [
      'two rules of one id',
      { rules: [rule, rule], defaultAnswer: 'D' },
      'rules.1.id: Two rules have the same id',
    ],
    [
      'a segment',
      {
        rules: [{ ...rule, when: { context: [{ operator: 'in-segment', segment: 's' }] } }],
        defaultAnswer: 'D',
      },
      'segments belong in the rules of the flag',
    ],
    [
      'too many rules',
      { rules: Array.from({ length: 51 }, (_, id) => ({ ...rule, id: `r${id}` })), defaultAnswer: 'D' },
      'rules',
    ],
  ])('%s', (_what, some, words) => {
    expect(refused(some)?.join().replaceAll("'", '’')).toContain(words);
  });

  it.each([
    ['{{ match.2 }}', 'the first pattern catches 1 only'],
    ['{{ match.name }}', 'no group of this name'],
  ])('%s, which no pattern catches', (answer, words) => {
    const some = Responder.parse({
      rules: [{ ...rule, answer, when: { patterns: [{ pattern: '(a)' }] } }],
      defaultAnswer: '{{ match.0 }}',
    });
    expect(checkResponder(some)).toEqual([
      { path: 'rules.0.answer', message: expect.stringContaining(words) },
      { path: 'defaultAnswer', message: expect.stringContaining('follows no pattern') },
    ]);
  });
});
