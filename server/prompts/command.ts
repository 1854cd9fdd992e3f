import { parseArgs } from 'node:util';
import { type Command, say, UsageError } from '../cli/command.ts';
import { operator } from '../cli/operator.ts';
import { withConfiguration } from '../cli/withConfiguration.ts';
import { defaultEnvironment } from '../context.ts';
import { readSettings } from '../settings.ts';
import { checkFolder } from './checkFolder.ts';
import { problemLine } from './problem.ts';
import { pushPrompts } from './pushPrompts.ts';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const prompts: Command = {
  name: 'prompts',
  summary: 'checks the prompt repository, and registers its new versions',
  usage: `check [DIR] [--since GIT_REF]
       knowngood prompts push [DIR] [--environment KEY]

  check   names everything that is wrong in the prompt files, by file and line, and ends with 1 where there are
          errors. It needs neither a server nor a data folder, so it fits a product's CI.
  push    registers the versions that the environment does not have yet, in one revision, or none where a file
          is wrong or a registered version has changed. A running server has them within a second.

  DIR            the folder with <name>/<version>.prompt; PROMPTS_DIR, or ./prompts, where it is left out
  --since        also refuses versions that have changed since this commit, branch or tag
  --environment  ${defaultEnvironment}, where it is left out`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { since: { type: 'string' }, environment: { type: 'string' } },
    });
    const [verb, folder = readSettings().promptsDir, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`One folder is enough; "${rest.join(' ')}" is too much.`);
    if (verb === 'check') {
      if (values.environment !== undefined)
        throw new UsageError('"check" looks at files alone; --environment belongs to "push".');
      return check(folder, values.since);
    }
    if (verb === 'push') {
      if (values.since !== undefined)
        throw new UsageError('"push" compares with what is registered; --since belongs to "check".');
      return push(folder, values.environment ?? defaultEnvironment);
    }
    throw new UsageError(
      verb === undefined ? 'Say what to do: check or push.' : `There is no "prompts ${verb}".`,
    );
  },
};

async function check(folder: string, since: string | undefined): Promise<number> {
  const { prompts: good, problems } = await checkFolder(folder, since);
  for (const problem of problems) say(problemLine(problem));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const also = warnings > 0 ? `, ${counted(warnings, 'warning')}` : '';
  say(
    errors > 0
      ? `${counted(errors, 'error')}${also}.`
      : `${counted(good.length, 'prompt version')} can be registered${also}.`,
  );
  return errors > 0 ? 1 : 0;
}

async function push(folder: string, environment: string): Promise<number> {
  const read = await checkFolder(folder, undefined);
  return withConfiguration(async (configuration) => {
    const { registered, known } = await pushPrompts(configuration, {
      environment,
      author: operator(),
      folder: read,
    });
    for (const prompt of registered) say(`registered ${prompt}`);
    say(
      registered.length > 0
        ? `${counted(registered.length, 'new version')} in ${environment}, as one revision; ${known} were there already.`
        : `Nothing new: all ${counted(known, 'version')} are registered in ${environment}.`,
    );
    return 0;
  });
}
