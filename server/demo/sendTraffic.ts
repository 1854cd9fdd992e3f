import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import OpenAI, { APIError } from 'openai';
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Stream } from 'openai/streaming';
import { readSettings } from '../settings.ts';
import { type GoldenQuestion, readGoldenQuestions } from './goldenQuestions.ts';

/** `npm run demo:traffic`: real questions from many users, through the real openai SDK, at a steady pace. */
const settings = readSettings();
const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    users: { type: 'string', default: '80' },
    'per-second': { type: 'string', default: '10' },
  },
});
const calls = whole('calls', values.calls, 100_000);
const users = whole('users', values.users, 100_000);
const perSecond = whole('per-second', values['per-second'], 200);
const questions = await readGoldenQuestions();

const client = new OpenAI({
  apiKey: await demoKey(),
  baseURL: `${settings.publicUrl}/v1`,
  maxRetries: 0,
  timeout: 30_000,
});
const tiers = ['free', 'free', 'pro', 'enterprise'];
const regions = ['eu-west', 'us-east', 'ap-south'];
const served = new Map<string, number>();
const failures = new Map<string, number>();
/** Answers that hold one of the facts that belong to their question. */
let right = 0;

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  process.stderr.write(`--${name} must be a whole number from 1 to ${most}\n`);
  process.exit(1);
}

async function demoKey(): Promise<string> {
  const file = path.join(settings.dataDir, 'demo-key');
  const key = settings.apiKey ?? (await readFile(file, 'utf8').catch(() => null))?.trim();
  if (key) return key;
  process.stderr.write(
    `There is no API key: start the server first ("npm start" writes ${file}), or set KNOWNGOOD_API_KEY.\n`,
  );
  process.exit(1);
}

async function ask(index: number, question: GoldenQuestion): Promise<void> {
  // Some people ask far more than others, as they do everywhere.
  const user = Math.floor(Math.random() ** 2 * users);
  const context = {
    targetingKey: `user-${user}`,
    tier: tiers[user % tiers.length],
    region: regions[user % regions.length],
    beta: user % 7 === 0,
    accountAgeDays: (user * 37) % 900,
  };
  try {
    const { response, data } = await client.chat.completions
      .create(
        {
          model: 'docs-answer',
          messages: [{ role: 'user', content: question.ask }],
          stream: index % 3 === 0,
        },
        { headers: { 'knowngood-context': JSON.stringify(context) } },
      )
      .withResponse();
    const said = (await textOf(data)).toLowerCase();
    if (question.facts.some((fact) => said.includes(fact.toLowerCase()))) right++;
    count(served, response.headers.get('knowngood-variant') ?? 'unknown');
  } catch (error) {
    count(
      failures,
      error instanceof APIError ? `${error.status ?? 'no answer'} ${error.message}` : String(error),
    );
  }
}

async function textOf(data: ChatCompletion | Stream<ChatCompletionChunk>): Promise<string> {
  if (!(Symbol.asyncIterator in data)) return data.choices[0]?.message.content ?? '';
  let text = '';
  for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
const listed = (counts: Map<string, number>) =>
  [...counts].map(([what, times]) => `${what} ${times}`).join(', ');

process.stdout.write(
  `Asking ${calls} questions as ${users} users at ${settings.publicUrl}, ${perSecond} a second. Ctrl-C stops.\n`,
);
const pending = new Set<Promise<void>>();
for (let index = 0; index < calls; index++) {
  const question = questions[index % questions.length];
  if (!question) break;
  const one = ask(index, question).finally(() => pending.delete(one));
  pending.add(one);
  if (pending.size >= 50) await Promise.race(pending);
  await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  if ((index + 1) % 100 === 0) process.stdout.write(`  ${index + 1} asked; answered by ${listed(served)}\n`);
}
await Promise.all(pending);
process.stdout.write(
  `Done. Answered by ${listed(served) || 'nobody'}.${failures.size > 0 ? ` Failed: ${listed(failures)}.` : ''}\n`,
);
const answered = [...served.values()].reduce((sum, times) => sum + times, 0);
process.stdout.write(
  `${right} of ${answered} answers hold the fact that was asked for (server/demo/goldenQueries.yaml).\n`,
);
process.exit(failures.size > 0 && served.size === 0 ? 1 : 0);
