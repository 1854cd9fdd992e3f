import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type RunningSimulator, type SimulatorOptions, startSimulator } from './startSimulator.ts';

const running: RunningSimulator[] = [];

async function start(options?: SimulatorOptions): Promise<RunningSimulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isHealthy(simulator: RunningSimulator): Promise<boolean> {
  const response = await fetch(simulator.url.replace('/v1', '/health')).catch(() => undefined);
  return response?.ok === true;
}

describe('a started simulator', () => {
  it('answers over HTTP from a process of its own, and stop leaves none', async () => {
    const simulator = await start();
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect(simulator.pid).not.toBe(process.pid);
    expect(await isHealthy(simulator)).toBe(true);
    await simulator.stop();
    expect(isAlive(simulator.pid)).toBe(false);
    expect(await isHealthy(simulator)).toBe(false);
    expect(await simulator.exited).toBe('stopped');
    await simulator.stop();
  });

  it('comes back on the same port when it is killed', async () => {
    const lines: string[] = [];
    const simulator = await start({ log: (line) => lines.push(line) });
    const { pid, url } = simulator;
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(simulator.pid).not.toBe(pid), { timeout: 8_000, interval: 20 });
    expect(await isHealthy(simulator)).toBe(true);
    expect(simulator.url).toBe(url);
    expect(lines[0]).toContain('ended unexpectedly (signal SIGKILL)');
    expect(lines[1]).toContain('restarted on port');
  });

  it('stays down when restart is off', async () => {
    const simulator = await start({ restart: false });
    process.kill(simulator.pid, 'SIGKILL');
    expect(await simulator.exited).toBe('gave up');
    expect(await isHealthy(simulator)).toBe(false);
  });

  it('does not come back when it is stopped during the back-off', async () => {
    const simulator = await start();
    const { pid } = simulator;
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { interval: 5 });
    await simulator.stop();
    expect(await simulator.exited).toBe('stopped');
    expect(simulator.pid).toBe(pid);
  });

  it('says why when it cannot start', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startSimulator({ port })).rejects.toThrow(/did not start: .*EADDRINUSE/);
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('the child process', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));

  it('prints one line and leaves when its parent closes stdin', async () => {
    const child = spawn(process.execPath, [main, '--port', '0'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {},
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(printed).toMatch(/^\{"listening":\d+\}\n$/);
  });

  it('refuses a port that is none, in one line without a stack trace', async () => {
    const child = spawn(process.execPath, [main, '--port', 'soon'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {},
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(complaint).toBe('simulator: --port takes a number from 0 to 65535\n');
  });
});
