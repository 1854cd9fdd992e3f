import { existsSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { BadSecret } from './auth/secret.ts';
import { BadSettings, readSettings, type Settings } from './settings.ts';
import { type RunningServer, startServer } from './startServer.ts';
import { DatabaseTooNew } from './store/sqlite/openDatabase.ts';

function banner(
  { url, dependencies, simulator, demoKey, signInLink }: RunningServer,
  settings: Settings,
): string {
  const lines = [`Knowngood ${dependencies.version} is ready at ${url}`, ''];
  if (signInLink) lines.push('  Sign in with one click (works once, for 24 hours):', `  ${signInLink}`, '');
  else lines.push('  Lost your session? "npm run sign-in-link" prints a new link.', '');
  const keyFile = path.join(settings.dataDir, 'demo-key');
  if (demoKey)
    lines.push(`  API key of the demo: ${demoKey}`, `  (also in ${keyFile}, for the examples)`, '');
  else if (existsSync(keyFile)) lines.push(`  API key of the demo: in ${keyFile}`, '');
  if (simulator)
    lines.push(
      '  Answers come from the built-in simulator, not from a language model.',
      '  Set OPENAI_API_KEY before the first start to use one.',
      '',
    );
  if (existsSync(keyFile)) lines.push('  Send it real questions: npm run demo:traffic', '');
  return lines.join('\n');
}

/** What went wrong, for the person at the console; null for what we did not foresee. */
function inWords(error: unknown, settings: Settings | null): string | null {
  if (error instanceof BadSettings || error instanceof DatabaseTooNew || error instanceof BadSecret)
    return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${settings?.port} is in use by another program. Stop it, or choose another port: PORT=4700 npm start`;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The data folder ${settings?.dataDir} cannot be written. Choose another with DATA_DIR, or mend its permissions.`;
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return `The database in ${settings?.dataDir} is damaged. Nothing was changed. Put a backup in its place: see "Backups" in docs/operating.md.`;
  }
  return null;
}

async function main(): Promise<void> {
  let settings: Settings | null = null;
  try {
    settings = readSettings();
    const log = pino(
      { level: settings.logLevel, redact: ['*.authorization', '*.cookie', '*.apiKey'] },
      pino.destination(2),
    );
    const server = await startServer(settings, log);
    process.stdout.write(`\n${banner(server, settings)}\n`);
    const stop = (signal: string) => {
      log.info({ signal }, 'stopping: calls under way may finish');
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'an unhandled rejection'));
  } catch (error) {
    const words = inWords(error, settings);
    process.stderr.write(
      `${words ?? `Knowngood could not start: ${error instanceof Error ? error.stack : error}`}\n`,
    );
    process.exit(1);
  }
}

await main();
