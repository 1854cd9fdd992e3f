import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOverride } from '../overrides/setOverride.ts';
import { openAiProvider } from '../providers/openai.ts';
import { environment, flagOf, put, unitOn } from '../testing/callPipe.ts';
import {
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let upstream: MisbehavingUpstream;
let openai: OpenAI;

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  (server.dependencies.pipe.providers as Map<string, unknown>).set(
    'bad',
    openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: upstream.url }),
  );
  const candidate = unitOn(server, 'bad');
  const good = unitOn(server, 'simulator', { model: 'sim-concise-2026-06-01' });
  await put(
    server,
    candidate,
    good,
    flagOf(server, 'plain', { candidate, good }),
    flagOf(server, 'open', { candidate, good }, { allowSystemMessages: true }),
    flagOf(server, 'restarts', { candidate, good }, { onRollback: 'restart' }),
    flagOf(server, 'spent', { candidate, good }, { budget: { refuseUsd: 0.000001 } }),
  );
  server.dependencies.pipe.spending.add(environment, 'spent', 1);
  openai = new OpenAI({ apiKey: server.key, baseURL: `${server.url}/v1` });
});
afterAll(async () => {
  await upstream.close();
  await server.close();
});

const messages = [{ role: 'user' as const, content: 'What is the weather in Bern?' }];
const weather = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const sent = () => JSON.parse(upstream.last()?.body ?? '{}');

describe('tools, by the openai SDK', () => {
  it('are asked for, run by the caller, and answered', async () => {
    upstream.behave(behaviours.asksForTool);
    const first = await openai.chat.completions.create({ model: 'plain', messages, tools: [weather] });
    const [choice] = first.choices;
    expect(choice).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [{ id: 'call_1', function: { name: 'weather', arguments: '{"city":"Bern"}' } }],
      },
    });
    upstream.behave(behaviours.answers);
    const second = await openai.chat.completions.create({
      model: 'plain',
      messages: [...messages, choice!.message, { role: 'tool', tool_call_id: 'call_1', content: 'Rain' }],
      tools: [weather],
    });
    expect(second.choices[0]?.message.content).toBe('All is well.');
    expect(sent().messages.slice(-2)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'call_1' }] },
      { role: 'tool', content: 'Rain' },
    ]);
  });

  it('are put together by the SDK from a stream', async () => {
    upstream.behave(behaviours.asksForTool);
    const stream = openai.chat.completions.stream({ model: 'plain', messages, tools: [weather] });
    const message = await stream.finalMessage();
    expect(message.tool_calls).toMatchObject([
      { function: { name: 'weather', arguments: '{"city":"Bern"}' } },
    ]);
  });
});

describe('images and structured output, by the openai SDK', () => {
  it('reach the model as they were sent', async () => {
    upstream.behave(behaviours.theSchema);
    const url = 'data:image/png;base64,iVBORw0KGgo=';
    const schema = { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] };
    const answer = await openai.chat.completions.create({
      model: 'plain',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which colour?' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'paint', schema } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ colour: 'green' });
    expect(sent().messages.at(-1).content.at(-1)).toEqual({ type: 'image_url', image_url: { url } });
    expect(sent().response_format.json_schema).toEqual({ name: 'paint', schema, strict: true });
  });
});

describe('a stream that breaks off', () => {
  it('raises in the openai SDK, and is never taken for whole', async () => {
    upstream.behave(behaviours.oneTokenThenReset);
    const stream = await openai.chat.completions.create({ model: 'plain', messages, stream: true });
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    })();
    await expect(reading).rejects.toThrow('broke off before it was whole');
    expect(text).toBe('Half a');
  });
});

describe('system messages', () => {
  it('are taken where the flag allows them', async () => {
    upstream.behave(behaviours.answers);
    const own = { role: 'system' as const, content: 'Be brief.' };
    await openai.chat.completions.create({ model: 'open', messages: [own, ...messages] });
    expect(sent().messages).toEqual(expect.arrayContaining([own]));
    await expect(
      openai.chat.completions.create({ model: 'plain', messages: [own, ...messages] }),
    ).rejects.toMatchObject({ status: 400 });
  });
});

describe('what only the caller can mend', () => {
  it('a conversation that must start over is a 409 with a code of its own, sent once', async () => {
    upstream.behave(behaviours.answers);
    const options = { headers: { 'knowngood-conversation': 'talk-1' } };
    const call = () => openai.chat.completions.create({ model: 'restarts', messages }, options);
    await call();
    const author = { kind: 'system' as const, id: 't', name: 't' };
    const { configuration } = server.dependencies;
    await setOverride(configuration, {
      environment,
      target: 'restarts',
      mode: 'known-good',
      author,
      reason: 'test',
    });
    await expect(call()).rejects.toMatchObject({ status: 409, code: 'conversation_restart' });
    const { data, response } = await call_(options);
    expect(data.choices[0]?.message.content?.length).toBeGreaterThan(0);
    expect(response.headers.get('knowngood-served-by')).toBe('known-good');
  });

  const call_ = (options: object) =>
    openai.chat.completions.create({ model: 'restarts', messages }, options).withResponse();

  it('a spent budget is a 429 that the SDK does not send again', async () => {
    const before =
      (await server.dependencies.metrics.text()).match(
        /knowngood_calls_total\{flag="spent"[^}]*\} (\d+)/,
      )?.[1] ?? '0';
    await expect(openai.chat.completions.create({ model: 'spent', messages })).rejects.toMatchObject({
      status: 429,
      code: 'budget_exceeded',
    });
    const after = (await server.dependencies.metrics.text()).match(
      /knowngood_calls_total\{flag="spent"[^}]*\} (\d+)/,
    )?.[1];
    expect(Number(after) - Number(before)).toBe(1);
  });
});
