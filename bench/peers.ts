import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Peers that do the same work as ours, outside this repository; `BENCH_PEERS` names another place. */
export interface Peers {
  folder: string;
  /** Removes the copy, where one was made. */
  done(): void;
}

/** The peers of one benchmark with their packages: in place where these are installed, else a copy. Null: they are not there. */
export function preparePeers(name: string): Peers | null {
  const folder = path.resolve(
    process.env['BENCH_PEERS'] ?? path.join(import.meta.dirname, '../../shared/bench'),
    name,
  );
  if (!existsSync(path.join(folder, 'package.json'))) {
    console.log(`The peers are not at ${folder} (BENCH_PEERS names another place).`);
    return null;
  }
  if (existsSync(path.join(folder, 'node_modules'))) return { folder, done: () => {} };
  const copy = mkdtempSync(path.join(tmpdir(), 'knowngood-bench-'));
  const done = () => rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  console.log('Installing the peers in a folder of their own…');
  const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: copy,
    stdio: 'ignore',
    timeout: 300_000,
  });
  if (installed.status === 0) return { folder: copy, done };
  console.log('The packages of the peers could not be installed.');
  done();
  return null;
}
