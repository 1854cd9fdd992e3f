import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface Started {
  pid: number;
  /** User and system time so far, in milliseconds; null where /proc is not there. */
  cpuMs(): number | null;
  stop(): Promise<void>;
}

const tickMs = 10;
const canPin = process.platform === 'linux' && availableParallelism() > 1;

/** Starts a Node program on one core, where cores can be chosen: what is measured must not share with what measures. */
export function startOn(
  core: number,
  parameters: string[],
  options: { env?: Record<string, string>; cwd: string },
): Started {
  const command = canPin ? ['taskset', '-c', String(core), process.execPath] : [process.execPath];
  const [program = '', ...rest] = [...command, ...parameters];
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const pid = child.pid ?? -1;
  return { pid, cpuMs: () => cpuMsOf(pid), stop: () => stopped(child) };
}

/** Keeps this process, which sends the load, off the core of what is measured. */
export function stayOff(core: number): void {
  if (!canPin) return;
  const others = Array.from({ length: availableParallelism() }, (_, at) => at).filter((at) => at !== core);
  spawnSync('taskset', ['-acp', others.join(','), String(process.pid)]);
}

function cpuMsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return null;
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await gone;
  clearTimeout(hard);
}
