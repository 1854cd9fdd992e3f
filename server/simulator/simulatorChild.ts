import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const START_WITHIN_MS = 10_000;
const END_WITHIN_MS = 2_000;
const MOST_OUTPUT = 4_096;

const Listening = z.object({ listening: z.int().min(1).max(65_535) });

/** One child process that listens. */
export type SimulatorChild = {
  pid: number;
  port: number;
  process: ChildProcess;
  /** Resolves when the process is gone, with how it ended in words. */
  ended: Promise<string>;
};

/** Spawns the simulator's entry and waits for its listening line; leaves no process behind when it rejects. */
export async function launchChild(port: number): Promise<SimulatorChild> {
  // An empty environment: the child needs nothing from it and must not see provider keys.
  const child = spawn(process.execPath, [MAIN, '--port', String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
    windowsHide: true,
    // Ctrl-C reaches a whole process group: calls under way still need their upstream while they finish.
    detached: true,
  });
  child.stdin.on('error', () => {});
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-MOST_OUTPUT);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      resolve(complaints.trim() === '' ? how : `${how}: ${complaints.trim()}`);
    });
  });
  const timer = new AbortController();
  const outcome = await Promise.race([
    readListeningLine(child),
    ended,
    setTimeout(START_WITHIN_MS, `no answer within ${START_WITHIN_MS / 1000} s`, {
      signal: timer.signal,
    }).catch(() => ''),
  ]);
  timer.abort();
  if (typeof outcome === 'number' && child.pid !== undefined) {
    return { pid: child.pid, port: outcome, process: child, ended };
  }
  child.kill('SIGKILL');
  await ended;
  throw new Error(`The simulator did not start: ${outcome}`);
}

/** Ends a child by its own id and waits until it is gone; kills it if it has not left after 2 s. */
export async function endChild(child: SimulatorChild): Promise<void> {
  const timer = new AbortController();
  const late = setTimeout(END_WITHIN_MS, undefined, { signal: timer.signal }).then(
    () => child.process.kill('SIGKILL'),
    () => false,
  );
  child.process.kill('SIGTERM');
  await child.ended;
  timer.abort();
  await late;
}

/** The port from the first line on stdout, or a complaint about that line. */
function readListeningLine(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    let head = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (head.includes('\n') || head.length > MOST_OUTPUT) return;
      head += text;
      if (!head.includes('\n') && head.length <= MOST_OUTPUT) return;
      const line = Listening.safeParse(parseJson(head.split('\n', 1)[0] ?? ''));
      resolve(line.success ? line.data.listening : `it printed ${JSON.stringify(head.slice(0, 200))}`);
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
