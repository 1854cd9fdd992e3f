import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyEveryChain } from '../configuration/verifyChain.ts';
import { KnowngoodError } from '../errors.ts';
import { type Command, say } from './command.ts';
import { withData } from './withData.ts';

export const head: Command = {
  name: 'head',
  summary: 'shows or exports the signed end of every chain, to be kept where the log is not',
  usage: `[--export FILE] [--renew]

  --renew  signs every chain anew, after the secret was lost or changed; refused where a chain is broken`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { export: { type: 'string' }, renew: { type: 'boolean', default: false } },
    });
    return withData(async ({ store, sign }) => {
      if (values.renew) {
        for (const { environment, ok, problem, revisions, headHash } of await verifyEveryChain({ store })) {
          if (!ok) throw new KnowngoodError('INVALID', `Not signed: ${environment} is broken. ${problem}`);
          await store.configuration.keepSignedHead(sign({ environment, number: revisions, hash: headHash }));
        }
      }
      const chains = (await store.configuration.chains()).toSorted();
      const kept = await Promise.all(chains.map((chain) => store.configuration.signedHead(chain)));
      const heads = kept.filter((one) => one !== null);
      const text = `${JSON.stringify({ heads }, null, 2)}\n`;
      if (values.export === undefined) process.stdout.write(text);
      else {
        await writeFile(values.export, text);
        say(
          `Wrote the signed ends of ${heads.length} chains to ${values.export}. Keep it away from this machine.`,
        );
      }
      return 0;
    });
  },
};
