import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';

/** Says on standard error which of OpenTelemetry's packages the server's own files import. */
const watcher = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve(specifier, context, next) {
    if (specifier.startsWith('@opentelemetry/') && !context.parentURL.includes('/node_modules/'))
      process.stderr.write('LOADED ' + specifier + '\\n');
    return next(specifier, context);
  } });
`)}`;

/** Starts the program as a person would, waits until it is ready, and answers which packages it has loaded. */
async function loadedWith(env: Record<string, string>): Promise<string[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  const child = spawn(process.execPath, ['--import', watcher, 'server/start.mjs'], {
    cwd: projectFolder,
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'warn',
      DEMO: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  try {
    await vi.waitUntil(() => said.includes('ready at'), { timeout: 30_000 });
    return [...said.matchAll(/^LOADED (\S+)$/gm)].map(([, name = '']) => name).toSorted();
  } finally {
    child.kill('SIGTERM');
    await gone;
    await rm(dataDir, { recursive: true, force: true });
  }
}

it("loads OpenTelemetry's libraries only where a collector is named", async () => {
  expect(await loadedWith({})).toEqual([]);
  expect(await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })).toEqual([
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ]);
});
