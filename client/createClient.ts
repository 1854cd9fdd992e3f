import { randomUUID } from 'node:crypto';
import { watchWindows } from '../shared/evaluation/windows.ts';
import { createAcknowledging } from './acknowledging.ts';
import { alarm } from './alarm.ts';
import { createCacheFile } from './cacheFile.ts';
import type { Client, ClientOptions } from './client.ts';
import { asClientError, ClientError } from './clientError.ts';
import { type Deciding, takeRulebook } from './configurationState.ts';
import { type Connection, request } from './connection.ts';
import { createEmitter } from './emitter.ts';
import { followEvents } from './eventStream.ts';
import { createGenerate } from './generating.ts';
import { readOptions } from './options.ts';
import { keepRefreshing } from './polling.ts';
import { createReadiness } from './readiness.ts';
import { parsedJson } from './rulebook.ts';
import { valuesFrom } from './values.ts';

const refreshTimeoutMs = 10_000;
const failuresUntilStale = 2;
/** Flags whose failing evaluation is told; past that many, nobody reads on. */
const mostTold = 100;

/**
 * A client that evaluates in this process, from a rulebook that it keeps up to date: by the server's events,
 * and by asking every few seconds in case they do not come through. It starts at once.
 * @throws ClientError `invalid` for an address or a key that is none; whatever happens later is an event.
 */
export function createClient(options: ClientOptions): Client {
  const { url, key, name, pollMs, fetch } = readOptions(options);
  const closing = new AbortController();
  const connection: Connection = { url, key, fetch, closed: closing.signal };
  const emitter = createEmitter();
  const readiness = createReadiness();
  const acknowledging = createAcknowledging(connection, { client: randomUUID(), name });
  const cache = createCacheFile(options.cacheFile, (error) =>
    emitter.emit('error', new ClientError('cache', `The cache file cannot be written: ${error}`, error)),
  );
  let deciding: Deciding | null = null;
  /** How many rulebooks have been taken: tells whether an event was faster than an answer under way. */
  let taken = 0;
  /** A file may have been changed: until the server has sent a rulebook, it is asked for all of it. */
  let isFromServer = false;
  const failing = new Set<string>();
  let failures = 0;
  let isReady = false;
  let lastError = '';

  const windows = watchWindows(alarm, (flags) => {
    if (deciding) emitter.emit('change', { revision: deciding.rulebook.revision, flags });
  });
  const take = (json: unknown, from: 'server' | 'cache') => {
    if (closing.signal.aborted) return;
    const { deciding: next, changed, unread } = takeRulebook(json, deciding);
    taken++;
    const isFirst = deciding === null;
    deciding = next;
    isFromServer ||= from === 'server';
    failing.clear();
    windows.follow(next.rulebook);
    if (unread.length > 0)
      report(new ClientError('invalid', `This client cannot read: ${unread.slice(0, mostTold).join(', ')}`));
    if (!isFirst && changed.length > 0)
      emitter.emit('change', { revision: next.rulebook.revision, flags: changed });
  };
  /** The same trouble is told once, not every few seconds. */
  const report = (error: ClientError) => {
    if (error.message === lastError) return;
    lastError = error.message;
    emitter.emit('error', error);
  };
  const becomeReady = (from: 'server' | 'cache') => {
    if (isReady || !deciding) return;
    isReady = true;
    readiness.open();
    emitter.emit('ready', { revision: deciding.rulebook.revision, from });
  };

  try {
    const kept = cache.read();
    if (kept !== null) take(parsedJson(kept), 'cache');
  } catch (error) {
    process.emitWarning(`Knowngood ignores the cache file ${options.cacheFile}: ${String(error)}`);
  }
  // Nobody can have listened yet: what the file's flags lack is told again with the server's.
  lastError = '';
  const hasCache = deciding !== null;

  const refresh = async () => {
    try {
      const tag = isFromServer ? deciding?.rulebook.tag : undefined;
      const before = taken;
      const headers: Record<string, string> = tag ? { 'if-none-match': `"${tag}"` } : {};
      const response = await request(connection, '/sync/v1/snapshot', { headers }, refreshTimeoutMs);
      if (response.status !== 304) {
        const text = await response.text();
        if (taken !== before) return soon();
        take(parsedJson(text), 'server');
        cache.write(text);
      }
      if (deciding && (response.status !== 304 || failures > 0 || !isReady))
        acknowledging.say(deciding.rulebook.revision);
      if (failures >= failuresUntilStale) isReady = false;
      failures = 0;
      if (response.status === 304) lastError = '';
      becomeReady('server');
    } catch (error) {
      if (connection.closed.aborted) return;
      failures++;
      report(asClientError(error, connection.url));
      becomeReady('cache');
      if (failures === failuresUntilStale)
        emitter.emit('stale', { revision: deciding?.rulebook.revision ?? null });
    }
  };

  const { soon } = keepRefreshing(refresh, pollMs, connection.closed);
  followEvents(connection, ({ tag, rulebook }) => {
    if (tag === deciding?.rulebook.tag) return;
    if (rulebook === null) return soon();
    try {
      take(rulebook, 'server');
      if (deciding) acknowledging.say(deciding.rulebook.revision);
      cache.write(JSON.stringify(rulebook));
      becomeReady('server');
    } catch (error) {
      report(asClientError(error, connection.url));
    }
  });

  const evaluate: Client['evaluate'] = (flag, context) => {
    try {
      const evaluation = deciding?.evaluator.evaluate(flag, context ?? {}) ?? null;
      if (evaluation) acknowledging.count(flag);
      return evaluation;
    } catch (error) {
      if (failing.size < mostTold && !failing.has(flag)) {
        failing.add(flag);
        report(new ClientError('invalid', `"${flag}" could not be evaluated: ${String(error)}`, error));
      }
      return null;
    }
  };
  return {
    ...valuesFrom((key, context) => {
      if (!deciding) return 'PROVIDER_NOT_READY';
      const { flags, revision } = deciding.rulebook;
      const flag = flags.get(key);
      const evaluation = evaluate(key, context);
      if (!flag) return 'FLAG_NOT_FOUND';
      return evaluation ? { flag, evaluation, revision } : 'GENERAL';
    }),
    evaluate,
    ...createGenerate(connection),
    on: emitter.on,
    revision: () => deciding?.rulebook.revision ?? null,
    ready: (timeoutMs = 10_000) => readiness.wait(timeoutMs, hasCache),
    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new ClientError('closed', 'The client was closed'));
      readiness.close();
      windows.stop();
      await Promise.all([acknowledging.end(), cache.flushed()]);
    },
  };
}
