// Calls a flag through tRPC: the request and the answer are typed by the server's own router.
//   KNOWNGOOD_API_KEY=kg_... node examples/trpc.ts "What is a kill switch?"
import { readFile } from 'node:fs/promises';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from '../server/router.ts';

const apiKey = process.env.KNOWNGOOD_API_KEY ?? (await readFile('data/demo-key', 'utf8')).trim();
const url = `${process.env.KNOWNGOOD_URL ?? 'http://localhost:4600'}/trpc`;
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
