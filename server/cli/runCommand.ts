import { BadSecret } from '../auth/secret.ts';
import { KnowngoodError } from '../errors.ts';
import { BadSettings } from '../settings.ts';
import { DatabaseTooNew } from '../store/sqlite/openDatabase.ts';
import { type Command, say, UsageError } from './command.ts';
import { commands } from './commands.ts';

/** Runs `knowngood ARGS` and answers the exit code: 0 done, 1 a check found something, 2 it could not be done. */
export async function runCommand([name, ...args]: string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    say(await overview());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return fail(`There is no command "${name}".\n\n${await overview()}`);
  const command = await load();
  if (args.includes('--help') || args.includes('-h')) {
    say(`${command.name}: ${command.summary}\n\n${usageOf(command)}`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (isUsage(error)) return fail(`${error.message}\n\n${usageOf(command)}`);
    return fail(inWords(error));
  }
}

const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS'));

/** What went wrong, for the person at the console; a stack only for what nobody foresaw. */
function inWords(error: unknown): string {
  if (error instanceof KnowngoodError) {
    const issues = (error.details.issues as { path: string; message: string }[] | undefined) ?? [];
    return [error.message, ...issues.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
  }
  if (error instanceof BadSettings || error instanceof BadSecret || error instanceof DatabaseTooNew)
    return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return 'The database is damaged. Nothing was changed. Put a backup in its place: see docs/recovery.md.';
  return code ? message : String(stack ?? error);
}

const usageOf = ({ name, usage }: Command): string => `Usage: knowngood ${name} ${usage}`.trimEnd();

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: knowngood COMMAND', '', ...lines, '', 'knowngood COMMAND --help says more.'].join('\n');
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}
