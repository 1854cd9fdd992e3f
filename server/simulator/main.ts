import { fstatSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { loadTokenizer } from '../providers/tokenizer.ts';
import { createSimulator } from './app.ts';

const server = createSimulator();

function leave(): void {
  server.close();
  server.closeAllConnections();
  process.exit(0);
}

function fail(message: string): never {
  process.stderr.write(`simulator: ${message}\n`);
  process.exit(1);
}

function readPort(): number {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } }, strict: true });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error('--port takes a number from 0 to 65535');
  return port;
}

/** A parent that is gone closes our stdin and our IPC channel; without either we stand alone. */
function leaveWithParent(): void {
  const stdin = fstatSync(0, { throwIfNoEntry: false });
  if (stdin?.isFIFO() || stdin?.isSocket()) {
    process.stdin.on('end', leave).on('close', leave).on('error', leave).resume();
  }
  process.on('disconnect', leave).on('SIGTERM', leave).on('SIGINT', leave);
}

try {
  const port = readPort();
  leaveWithParent();
  server.once('error', (error) => fail(error.message));
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ listening: (server.address() as AddressInfo).port })}\n`);
    // Warmed up once we are reachable, so that the first call does not pay for it.
    loadTokenizer().catch((error: unknown) => fail(error instanceof Error ? error.message : 'no tokenizer'));
  });
} catch (error) {
  fail(error instanceof Error ? error.message : 'could not start');
}
