import type { ShownFlag, Snippet } from './snippet.ts';
import { asking, contextCode, contextOf, quoted, shellJson } from './words.ts';

/** How product code asks what a flag decides; of a call flag, which variant would answer. */
export function evaluationSnippets(flag: ShownFlag, url: string): Snippet[] {
  const context = contextCode(flag);
  const { method, openFeature, fallback } = asking(flag);
  const name = flag.kind === 'call' ? 'variant' : 'value';
  const answers =
    flag.kind === 'call' ? ' Of a call flag, the value is the key of the variant that would answer.' : '';
  const create = `const knowngood = createClient({
  url: ${quoted(url)},
  key: process.env.KNOWNGOOD_API_KEY,
});`;
  const local: Snippet = {
    key: 'evaluate',
    label: flag.kind === 'call' ? 'Which variant' : 'TypeScript client',
    scopes: 'sync',
    code: `import { createClient } from 'knowngood/client';

${create}
await knowngood.ready();

const ${name} = knowngood.${method}(${quoted(flag.key)}, ${context}, ${fallback});

console.log(${name});
await knowngood.close(); // when the service stops`,
    note: `Decided in your process, in microseconds; the last argument is the default for when there is no configuration.${answers}`,
  };
  const provider: Snippet = {
    key: 'openfeature',
    label: 'OpenFeature',
    scopes: 'sync',
    code: `import { OpenFeature } from '@openfeature/server-sdk';
import { createClient } from 'knowngood/client';
import { KnowngoodProvider } from 'knowngood/openfeature';

${create}
await OpenFeature.setProviderAndWait(new KnowngoodProvider(knowngood));

const features = OpenFeature.getClient();
const ${name} = await features.${openFeature}(${quoted(flag.key)}, ${fallback}, ${context});

console.log(${name});
await OpenFeature.close(); // when the service stops`,
    note: `OpenFeature’s own interface, decided in your process.${answers}`,
  };
  const remote: Snippet = {
    key: 'ofrep',
    label: 'OFREP',
    scopes: 'evaluate',
    code: `curl ${url}/ofrep/v1/evaluate/flags/${flag.key} \\
  -H "Authorization: Bearer $KNOWNGOOD_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{ "context": ${shellJson(contextOf(flag))} }'`,
    note: `OpenFeature’s remote protocol, for its providers in any language.${answers}`,
  };
  return flag.public ? [local, provider, remote, browser(flag, url)] : [local, provider, remote];
}

function browser(flag: ShownFlag, url: string): Snippet {
  const { openFeature, fallback } = asking(flag);
  return {
    key: 'browser',
    label: 'Browser',
    scopes: 'public',
    code: `import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';

const publicKey = 'kg_...'; // a public key: everybody can read it
await OpenFeature.setContext(${contextCode(flag)});
await OpenFeature.setProviderAndWait(
  new OFREPWebProvider({
    baseUrl: ${quoted(url)},
    headers: [['Authorization', \`Bearer \${publicKey}\`]],
  }),
);

const value = OpenFeature.getClient().${openFeature}(${quoted(flag.key)}, ${fallback});
console.log(value);`,
    note: 'This flag is public: pages of a public key’s own origins may read its value, and nothing about its rules.',
  };
}
