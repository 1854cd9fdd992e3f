import type { Response } from 'express';
import type { Configuration } from '../configuration/configuration.ts';
import { configurationTag } from './configurationTag.ts';

const keepAliveMs = 10_000;
/** Bytes that may wait for a reader; one that reads slower than this is let go, and comes back. */
const mostWaiting = 1024 * 1024;

export interface RevisionStream {
  configuration: Configuration;
  environment: string;
  response: Response;
  /** The data of an event, as JSON in one line, for what is obeyed now; `first` on connecting. */
  dataOf(current: { revision: number; tag: string; first: boolean }): string;
  /** Asked with every keep-alive: false ends the stream. */
  stillAllowed(): Promise<boolean>;
  /** Where answers change at moments that no revision makes: tells of each; answers how to stop. */
  watchMoments?(tell: () => void): () => void;
}

/**
 * Sends server-sent events until the client leaves: one at once for what is obeyed now, one for each change and
 * each moment after it, and a keep-alive event every 10 s. The id of an event is the revision's number.
 */
export function sendRevisions(stream: RevisionStream): void {
  const { configuration, environment, response } = stream;
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  if (response.req.method === 'HEAD') {
    // Nothing may be written, so nothing would ever find out that the client has left.
    response.end();
    return;
  }
  response.flushHeaders();
  const write = (text: string) => {
    if (response.writableLength > mostWaiting) response.destroy();
    else response.write(text);
  };
  let sent = '';
  let moment = '';
  const tell = () => {
    const tag = configurationTag(configuration, environment) + moment;
    if (tag === sent) return;
    const first = sent === '';
    sent = tag;
    const { revision } = configuration.snapshot(environment);
    write(`id: ${revision}\ndata: ${stream.dataOf({ revision, tag, first })}\n\n`);
  };
  const stopWatching = configuration.watch((event) => {
    if (event.environment === environment) tell();
  });
  const stopMoments = stream.watchMoments?.(() => {
    moment = `@${configuration.now().getTime()}`;
    tell();
  });
  const keepAlive = setInterval(async () => {
    const allowed = await stream.stillAllowed().catch(() => true);
    if (allowed) write('event: alive\ndata: {}\n\n');
    else response.end();
  }, keepAliveMs);
  keepAlive.unref();
  response.once('close', () => {
    clearInterval(keepAlive);
    stopWatching();
    stopMoments?.();
  });
  response.on('error', () => response.destroy());
  tell();
}
