import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { HeadFile, type SignedHead } from '../configuration/signedHead.ts';
import { type ChainReport, verifyEveryChain } from '../configuration/verifyChain.ts';
import { KnowngoodError } from '../errors.ts';
import { type Command, say } from './command.ts';
import { withData } from './withData.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'walks every chain of the configuration log and names the first break',
  usage: `[--environment ENVIRONMENT] [--head FILE]

  --head  also checks that the log still goes through the heads that "knowngood head --export FILE" wrote
  Exits with 0 where every chain is whole, with 1 where one is broken.`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { environment: { type: 'string' }, head: { type: 'string' } },
    });
    const kept = values.head === undefined ? [] : await readHeads(values.head);
    const reports = await withData(({ store, sign }) => verifyEveryChain({ store, sign }, kept));
    const wanted = reports.filter(
      ({ environment }) => values.environment === undefined || environment === values.environment,
    );
    if (wanted.length === 0)
      throw new KnowngoodError(
        'NOT_FOUND',
        `There is no log of "${values.environment ?? 'any environment'}"`,
      );
    for (const report of wanted) say(inWords(report));
    return wanted.every(({ ok }) => ok) ? 0 : 1;
  },
};

const inWords = ({ environment, ok, problem, revisions, headHash, signedTo }: ChainReport): string =>
  ok
    ? `${environment}: whole. ${revisions} revisions, signed up to ${signedTo ?? 0}, ending with ${headHash}`
    : `${environment}: BROKEN. ${problem}`;

async function readHeads(file: string): Promise<SignedHead[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new KnowngoodError('NOT_FOUND', `${file} cannot be read: ${error.message}`);
  });
  try {
    return HeadFile.parse(JSON.parse(text)).heads;
  } catch {
    throw new KnowngoodError(
      'INVALID',
      `${file} is no file of signed heads: "knowngood head --export" writes one`,
    );
  }
}
