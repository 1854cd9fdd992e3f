// Calls a flag with the openai SDK: only the base URL and the key differ from calling OpenAI itself.
//   npx node examples/openai.ts "What is a kill switch?"
// It finds the demo by PORT and DATA_DIR, as the server does; KNOWNGOOD_URL and KNOWNGOOD_API_KEY name another.
import { readFile } from 'node:fs/promises';
import OpenAI from 'openai';

const apiKey =
  process.env.KNOWNGOOD_API_KEY ??
  (await readFile(`${process.env.DATA_DIR ?? 'data'}/demo-key`, 'utf8')).trim();
const baseURL = `${process.env.KNOWNGOOD_URL ?? `http://localhost:${process.env.PORT ?? 4600}`}/v1`;
const question = process.argv[2] ?? 'What is a kill switch?';

const client = new OpenAI({ apiKey, baseURL });

const { data: answer, response } = await client.chat.completions
  .create(
    { model: 'docs-answer', messages: [{ role: 'user', content: question }] },
    { headers: { 'knowngood-context': JSON.stringify({ targetingKey: 'ada', tier: 'pro', beta: false }) } },
  )
  .withResponse();

console.log(answer.choices[0]?.message.content);
console.log(
  `\n(${response.headers.get('knowngood-variant')}, ${answer.model}, ${answer.usage?.total_tokens} tokens)`,
);
