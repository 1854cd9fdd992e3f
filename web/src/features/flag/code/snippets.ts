export interface Snippet {
  key: string;
  label: string;
  code: string;
  note: string;
}

/** Ready to paste: the key comes from the environment, so that none is ever shown here. */
export function snippets(flag: string, callUrl: string): Snippet[] {
  return [
    {
      key: 'curl',
      label: 'curl',
      code: `curl ${callUrl}/v1/chat/completions \\
  -H "Authorization: Bearer $KNOWNGOOD_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "${flag}",
    "user": "user-1",
    "messages": [{ "role": "user", "content": "What is a kill switch?" }]
  }'`,
      note: 'The OpenAI wire format: “model” names the flag, “user” is the targeting key.',
    },
    {
      key: 'openai',
      label: 'OpenAI SDK',
      code: `import OpenAI from 'openai';

const ai = new OpenAI({
  baseURL: '${callUrl}/v1',
  apiKey: process.env.KNOWNGOOD_API_KEY,
});

const answer = await ai.chat.completions.create(
  {
    model: '${flag}',
    user: 'user-1',
    messages: [{ role: 'user', content: 'What is a kill switch?' }],
  },
  { headers: { 'knowngood-context': JSON.stringify({ tier: 'pro' }) } },
);

console.log(answer.choices[0]?.message.content);`,
      note: 'Any library that speaks OpenAI’s wire format works the same way; the knowngood-context header carries attributes for targeting.',
    },
    {
      key: 'trpc',
      label: 'tRPC',
      code: `import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from 'knowngood/server/router.ts';

const knowngood = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: '${callUrl}/trpc',
      headers: { authorization: \`Bearer \${process.env.KNOWNGOOD_API_KEY}\` },
    }),
  ],
});

const answer = await knowngood.ai.generate.mutate({
  flag: '${flag}',
  input: 'What is a kill switch?',
  context: { targetingKey: 'user-1', tier: 'pro' },
});

console.log(answer.output, answer.servedBy, answer.costUsd);`,
      note: 'Typed from end to end, with the whole context and everything that was measured.',
    },
  ];
}
