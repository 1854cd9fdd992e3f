import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KeyScope, Origin } from '../../shared/model/environment.ts';
import { createServiceKey } from '../auth/serviceKeys.ts';
import { refuseArchived } from '../configuration/archived.ts';
import { defaultEnvironment } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { type Command, say, UsageError } from './command.ts';
import { operator } from './operator.ts';
import { withData } from './withData.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export const createKey: Command = {
  name: 'create-key',
  summary: 'makes an API key and shows it once',
  usage: `[--name NAME] [--scopes call,evaluate] [--origins ORIGINS] [--environment ENVIRONMENT] [--expires-in DAYS]

  --scopes   ${KeyScope.options.join(', ')}; "public" stands alone and makes a key for browsers
  --origins  the pages that a public key works on: https://shop.example,https://www.shop.example`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        name: { type: 'string', default: 'Service' },
        scopes: { type: 'string', default: 'call' },
        origins: { type: 'string', default: '' },
        environment: { type: 'string', default: defaultEnvironment },
        'expires-in': { type: 'string' },
      },
    });
    const { name, environment } = values;
    const { scopes, origins } = readScopes(values);
    const days = z.coerce.number().int().min(1).max(3_650).optional().safeParse(values['expires-in']);
    if (!days.success) throw new UsageError('--expires-in takes whole days, 1 to 3650');
    const key = await withData(async ({ store }) => {
      if (!(await store.environments.find(environment)))
        throw new KnowngoodError('NOT_FOUND', `There is no environment "${environment}"`);
      await refuseArchived(store, environment);
      const now = new Date();
      const expiresAt =
        days.data === undefined ? null : new Date(now.getTime() + days.data * dayMs).toISOString();
      return createServiceKey(
        store.keys,
        { id: randomUUID(), environment, name, scopes, origins, expiresAt, now },
        { author: operator(), at: now.toISOString(), reason: `Made the key "${name}"` },
      );
    });
    say(
      `\nAPI key "${name}" for ${scopes.join(', ')} in ${environment}. It is shown only now, and stored only as a hash:\n\n  ${key}\n`,
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
