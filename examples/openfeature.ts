// Evaluates a flag in this process through OpenFeature. The key needs the scope sync:
//   npm run create-key -- --name example --scopes sync
//   KNOWNGOOD_API_KEY=kg_... npx node examples/openfeature.ts docs-answer
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { createClient } from '../client/index.ts';
import { KnowngoodProvider } from '../client/openfeature.ts';

const key = process.env.KNOWNGOOD_API_KEY;
if (!key) throw new Error('Set KNOWNGOOD_API_KEY to a key with the scope sync');
const url = process.env.KNOWNGOOD_URL ?? 'http://localhost:4600';
const flag = process.argv[2] ?? 'docs-answer';

await OpenFeature.setProviderAndWait(new KnowngoodProvider(createClient({ url, key, name: 'example' })));
const client = OpenFeature.getClient();

const show = async () => {
  const { value, reason, flagMetadata } = await client.getStringDetails(flag, 'none', {
    targetingKey: 'ada',
  });
  console.log(`${flag}: ${value} because ${reason}, revision ${flagMetadata.revision}`);
};
await show();
console.log('Change the flag in the admin app; this goes on for a minute.');
client.addHandler(ProviderEvents.ConfigurationChanged, show);
setTimeout(() => void OpenFeature.close(), 60_000);
