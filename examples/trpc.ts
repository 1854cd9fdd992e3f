// Calls a flag through tRPC: the request and the answer are typed by the server's own router.
//   npx node examples/trpc.ts "What is a kill switch?"
// It finds the demo by PORT and DATA_DIR, as the server does; KNOWNGOOD_URL and KNOWNGOOD_API_KEY name another.
import { readFile } from 'node:fs/promises';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from '../server/router.ts';

const apiKey =
  process.env.KNOWNGOOD_API_KEY ??
  (await readFile(`${process.env.DATA_DIR ?? 'data'}/demo-key`, 'utf8')).trim();
const url = `${process.env.KNOWNGOOD_URL ?? `http://localhost:${process.env.PORT ?? 4600}`}/trpc`;
const question = process.argv[2] ?? 'What is a kill switch?';

const knowngood = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url, headers: { authorization: `Bearer ${apiKey}` } })],
});

const answer = await knowngood.ai.generate.mutate({
  flag: 'docs-answer',
  input: question,
  context: { targetingKey: 'ada', tier: 'pro', beta: false },
});

console.log(answer.output);
console.log(
  `\n(${answer.variant} because ${answer.reason}, ${answer.model}, ${answer.latencyMs} ms, $${answer.costUsd})`,
);
