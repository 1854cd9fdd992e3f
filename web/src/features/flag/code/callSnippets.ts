import type { ShownFlag, Snippet } from './snippet.ts';
import { contextCode, contextOf, quoted, shellJson } from './words.ts';

const question = 'What is a kill switch?';

/** How product code lets a flag answer. */
export function callSnippets(flag: ShownFlag, url: string): Snippet[] {
  const context = contextCode(flag);
  return [
    {
      key: 'curl',
      label: 'curl',
      scopes: 'call',
      code: `curl ${url}/v1/chat/completions \\
  -H "Authorization: Bearer $KNOWNGOOD_API_KEY" \\
  -H "Content-Type: application/json" \\
  -H 'knowngood-context: ${shellJson(contextOf(flag))}' \\
  -d '{
    "model": "${flag.key}",
    "messages": [{ "role": "user", "content": "${question}" }]
  }'`,
      note: 'The OpenAI wire format: “model” names the flag, and the header knowngood-context says who asks.',
    },
    {
      key: 'openai',
      label: 'OpenAI SDK',
      scopes: 'call',
      code: `import OpenAI from 'openai';

const ai = new OpenAI({
  baseURL: ${quoted(`${url}/v1`)},
  apiKey: process.env.KNOWNGOOD_API_KEY,
});

const answer = await ai.chat.completions.create(
  {
    model: ${quoted(flag.key)},
    messages: [{ role: 'user', content: ${quoted(question)} }],
  },
  { headers: { 'knowngood-context': JSON.stringify(${context}) } },
);

console.log(answer.choices[0]?.message.content);`,
      note: 'Any library that speaks OpenAI’s wire format works the same way.',
    },
    {
      key: 'client',
      label: 'TypeScript client',
      scopes: 'sync,call',
      code: `import { createClient } from 'knowngood/client';

const knowngood = createClient({
  url: ${quoted(url)},
  key: process.env.KNOWNGOOD_API_KEY,
});

const answer = await knowngood.generate({
  flag: ${quoted(flag.key)},
  input: ${quoted(question)},
  context: ${context},
});

console.log(answer.output, answer.servedBy, answer.costUsd);
await knowngood.close(); // when the service stops`,
      note: 'With the whole context, and everything that was measured in the answer.',
    },
  ];
}
