import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inference } from '../../shared/model/inference.ts';
import { commit } from '../configuration/commit.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { makeUnit } from './makeUnit.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
beforeAll(async () => {
  server = await startTestServer();
  admin = personClient(server.url, await server.signIn());
});
afterAll(() => server.close());

const specification = {
  provider: 'simulator',
  model: 'sim-concise-2026-06-01',
  prompt: { name: 'docs-answer', version: '1.2.0' },
  parameters: { temperature: 0.3 },
};
const register = (changes: object = {}) =>
  admin.units.register.mutate({ specification: { ...specification, ...changes }, reason: 'A new try' });
const revision = () => server.dependencies.configuration.snapshot('production').revision;

describe('registering a unit', () => {
  it('takes the content of the prompt from the registry, and is the same unit the second time', async () => {
    const first = await register();
    expect(first).toMatchObject({ registered: true, label: 'sim-concise-2026-06-01 · docs-answer 1.2.0' });
    const before = revision();
    expect(await register()).toMatchObject({ unit: first.unit, registered: false });
    expect(revision()).toBe(before);
    const unit = await admin.units.get.query({ unit: first.unit });
    const prompt = await admin.prompts.get.query({ name: 'docs-answer', version: '1.2.0' });
    expect(unit.specification.prompt.contentHash).toBe(prompt.contentHash);
    expect(unit.registered).toMatchObject({ reason: 'A new try' });
  });

  it.each([
    ['a model that moves', { model: 'sim-latest' }, 'This model name moves'],
    ['a provider that is not set up', { provider: 'nowhere' }, 'No provider "nowhere" is set up'],
    [
      'a prompt that is not registered',
      { prompt: { name: 'docs-answer', version: '9.0.0' } },
      'there are 1.2.0, 1.1.0, 1.0.0',
    ],
    [
      'passages for a variable that is not there',
      { retrieval: { collection: 'docs', k: 3, variable: 'nowhere' } },
      'declares no variable "nowhere"',
    ],
  ])('refuses %s', async (_what, changes, words) => {
    await expect(register(changes)).rejects.toThrow(words);
  });

  it.each([
    ['openai', 'gpt-4o', 'is an alias that openai moves'],
    ['openai', 'gpt-5.2', 'is an alias that openai moves'],
    ['openai', 'o3-mini', 'is an alias'],
    ['openai', 'gpt-4.1-mini-2025-04-14', null],
    ['openai', 'gpt-4-0613', null],
    ['openai', 'text-embedding-3-small', null],
    ['anthropic', 'claude-sonnet-4-5', 'is an alias that anthropic moves'],
    ['anthropic', 'claude-3-5-haiku', 'is an alias'],
    ['anthropic', 'claude-sonnet-4-5-20250929', null],
    ['anthropic', 'claude-opus-4-6', null],
    ['vllm', 'gpt-4o', null],
  ])('%s %s: %s', (provider, model, words) => {
    const make = () =>
      makeUnit({
        ...specification,
        provider,
        model,
        prompt: { ...specification.prompt, contentHash: 'a'.repeat(64) },
      });
    if (words === null) expect(make).not.toThrow();
    else expect(make).toThrow(words);
  });
});

describe('retiring a unit', () => {
  it('is refused while a flag uses it, with the place', async () => {
    const { units } = await admin.units.list.query();
    const used = units.find((unit) => unit.usedBy.length > 0);
    await expect(admin.units.retire.mutate({ unit: String(used?.id), reason: 'x' })).rejects.toThrow(
      /in use cannot be retired.*“Documentation answers” as /,
    );
  });

  it('puts a mark on it that can be taken off, and leaves the unit as it is', async () => {
    const { unit } = await register({ parameters: { temperature: 0.9 } });
    await admin.units.retire.mutate({ unit, reason: 'Too creative' });
    expect(await admin.units.get.query({ unit })).toMatchObject({
      id: unit,
      retired: { reason: 'Too creative' },
      registered: { reason: 'A new try' },
    });
    expect(await admin.units.retire.mutate({ unit, reason: 'again' })).toMatchObject({ changed: false });
    const offered = async () =>
      (await admin.flags.get.query({ flag: 'docs-answer' })).allUnits.some(({ id }) => id === unit);
    expect(await offered()).toBe(false);
    await admin.units.unretire.mutate({ unit, reason: 'We were wrong' });
    expect(await admin.units.get.query({ unit })).toMatchObject({ retiredAt: null, retired: null });
    expect(await offered()).toBe(true);
  });

  it('is the only change that the log takes for a unit', async () => {
    const { unit } = await register({ parameters: { temperature: 0.8 } });
    const body = server.dependencies.configuration.snapshot('production').units.get(unit)!;
    const changed = (next: unknown) =>
      commit(server.dependencies.configuration, {
        environment: 'production',
        author: { kind: 'system', id: 't', name: 't' },
        reason: 't',
        changes: [{ kind: 'unit', key: unit, body: next }],
      });
    await expect(changed({ ...body, label: 'Other' })).rejects.toThrow('never changes');
    await expect(
      changed({
        ...body,
        specification: { ...body.specification, parameters: { temperature: 0 } },
        retiredAt: new Date().toISOString(),
      }),
    ).rejects.toThrow('never changes');
    await expect(changed(null)).rejects.toThrow('never changes');
  });
});

describe('what the registry tells of a unit', () => {
  it('names the units that differ by one thing alone, from the older to the newer', async () => {
    const base = await register({ parameters: { temperature: 0.1 } });
    const warmer = await register({ parameters: { temperature: 0.2, maxOutputTokens: 50 } });
    const bigger = await register({ parameters: { temperature: 0.1 }, model: 'sim-thorough-2026-09-15' });
    const far = await register({ parameters: { temperature: 0.7 }, model: 'sim-thorough-2026-09-15' });
    const { relatives } = await admin.units.get.query({ unit: base.unit });
    const told = new Map(relatives.map((one) => [one.unit, one]));
    expect(told.get(warmer.unit)).toMatchObject({
      older: false,
      differs: 'Temperature 0.1 → 0.2, Longest answer in tokens not set → 50',
    });
    expect(told.get(bigger.unit)?.differs).toBe('Model sim-concise-2026-06-01 → sim-thorough-2026-09-15');
    expect(told.has(far.unit)).toBe(false);
    const { relatives: back } = await admin.units.get.query({ unit: bigger.unit });
    expect(back.find((one) => one.unit === base.unit)).toMatchObject({ older: true });
  });

  it('puts the difference of two units in words', async () => {
    const from = await register({ parameters: {} });
    const to = await register({ parameters: { seed: 7 }, prompt: { name: 'docs-answer', version: '1.0.0' } });
    const { differences, prompts } = await admin.units.diff.query({ from: from.unit, to: to.unit });
    expect(differences).toEqual([
      { aspect: 'prompt', what: 'Prompt', before: 'docs-answer 1.2.0', after: 'docs-answer 1.0.0' },
      { aspect: 'parameters', what: 'Seed', before: null, after: '7' },
    ]);
    expect(prompts).toEqual({ name: 'docs-answer', from: '1.2.0', to: '1.0.0' });
  });

  it('has the price per million tokens, or none where nobody knows it', async () => {
    const { unit } = await register();
    expect((await admin.units.get.query({ unit })).price).toEqual({
      input: 0.15,
      output: 0.6,
      source: 'simulator price list',
    });
    const other = await register({ model: 'sim-of-nobody-1' });
    expect((await admin.units.get.query({ unit: other.unit })).price).toBeNull();
  });

  it('sums up the calls of the last seven days, with nearest-rank quantiles', async () => {
    const { unit } = await register({ parameters: { temperature: 0.55 } });
    const { unit: other } = await register({ parameters: { temperature: 0.56 } });
    const now = Date.now();
    const record = (index: number, changes: Partial<Inference>) =>
      ({
        id: `${unit}-${index}`,
        environment: 'production',
        at: new Date(now - index * 1_000).toISOString(),
        surface: 'trpc',
        flag: 'docs-answer',
        revision: 1,
        reason: 'SPLIT',
        ruleId: null,
        bucket: 1,
        assignedVariant: 'a',
        variant: 'a',
        assignedUnit: unit,
        unit,
        model: 'm',
        outcome: 'ok',
        servedBy: 'assigned',
        fallbackReason: null,
        finishReason: 'stop',
        simulated: true,
        streamed: false,
        priority: 5,
        userHash: null,
        latencyMs: index * 10,
        firstTokenMs: null,
        overheadMs: 1,
        tokens: { input: 10, output: 5, cachedInput: 0, reasoning: 0 },
        usageSource: 'provider',
        costUsd: 0.01,
        priceSource: 's',
        metadata: {},
        attempts: [],
        brokenBy: null,
        refusal: false,
        toolCalls: 0,
        responderRule: null,
        budget: null,
        conversation: null,
        ...changes,
      }) as Inference;
    const week = 8 * 24 * 60 * 60 * 1000;
    await server.dependencies.store.telemetry.recordInferences([
      ...Array.from({ length: 20 }, (_, index) => record(index + 1, {})),
      record(21, { costUsd: null }),
      record(22, { outcome: 'failed', unit: null, tokens: null, costUsd: null }),
      record(23, { unit: other, servedBy: 'known-good', fallbackReason: 'timeout' }),
      record(24, { at: new Date(now - week).toISOString(), latencyMs: 99_999 }),
    ]);
    expect((await admin.units.get.query({ unit })).figures).toEqual({
      answered: 21,
      fellBack: 2,
      p50Ms: 110,
      p95Ms: 200,
      tokens: 315,
      costUsd: expect.closeTo(0.2),
      costPerCallUsd: expect.closeTo(0.01),
      unpricedCalls: 1,
      lastAt: new Date(now - 1_000).toISOString(),
    });
    expect((await admin.units.get.query({ unit: other })).figures).toMatchObject({
      answered: 1,
      fellBack: 0,
    });
  });
});

describe('who may', () => {
  it('a viewer reads everything and changes nothing', async () => {
    const { people } = server.dependencies.store;
    const first = await people.firstAdmin('production');
    await people.setRole(first!.id, 'production', 'viewer');
    try {
      const { units } = await admin.units.list.query();
      const unit = units[0]!.id;
      expect((await admin.units.get.query({ unit })).id).toBe(unit);
      expect((await admin.prompts.list.query()).prompts.length).toBeGreaterThan(0);
      await expect(register()).rejects.toThrow('needs the role "editor"');
      await expect(admin.units.retire.mutate({ unit, reason: 'x' })).rejects.toThrow('needs the role');
      await expect(admin.units.unretire.mutate({ unit, reason: 'x' })).rejects.toThrow('needs the role');
    } finally {
      await people.setRole(first!.id, 'production', 'admin');
    }
  });

  it('keys of services do not', async () => {
    await expect(server.service.units.list.query()).rejects.toThrow('for people');
    await expect(server.service.prompts.list.query()).rejects.toThrow('for people');
  });
});
