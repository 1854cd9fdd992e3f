import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KeyScope, Origin } from '../../shared/model/environment.ts';
import { createServiceKey } from '../auth/serviceKeys.ts';
import { defaultEnvironment } from '../context.ts';
import { type Command, say, UsageError } from './command.ts';
import { withData } from './withData.ts';

export const createKey: Command = {
  name: 'create-key',
  summary: 'makes an API key and shows it once',
  usage: `[--name NAME] [--scopes call,evaluate] [--origins ORIGINS]

  --scopes   ${KeyScope.options.join(', ')}; "public" stands alone and makes a key for browsers
  --origins  the pages that a public key works on: https://shop.example,https://www.shop.example`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        name: { type: 'string', default: 'Service' },
        scopes: { type: 'string', default: 'call' },
        origins: { type: 'string', default: '' },
      },
    });
    const { name } = values;
    const { scopes, origins } = readScopes(values);
    const key = await withData(({ store }) =>
      createServiceKey(store.keys, {
        id: randomUUID(),
        environment: defaultEnvironment,
        name,
        scopes,
        origins,
        now: new Date(),
      }),
    );
    say(
      `\nAPI key "${name}" for ${scopes.join(', ')}. It is shown only now, and stored only as a hash:\n\n  ${key}\n`,
    );
    return 0;
  },
};

function readScopes(values: { scopes: string; origins: string }) {
  const scopes = z.array(KeyScope).min(1).safeParse(values.scopes.split(','));
  const origins = z.array(Origin).max(20).safeParse(values.origins.split(',').filter(Boolean));
  if (!scopes.success) throw new UsageError(`--scopes takes a list of: ${KeyScope.options.join(', ')}`);
  if (!origins.success)
    throw new UsageError(`--origins takes a list of at most 20. ${origins.error.issues[0]?.message}`);
  const isPublic = scopes.data.includes('public');
  if (isPublic && scopes.data.length > 1)
    throw new UsageError(
      'A public key can be read by everyone in a browser, so "public" cannot stand beside another scope.',
    );
  if (isPublic !== origins.data.length > 0)
    throw new UsageError(
      'A public key, and no other, needs the origins of its pages: --scopes public --origins https://shop.example',
    );
  return { scopes: scopes.data, origins: origins.data };
}
