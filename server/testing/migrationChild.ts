import { writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { NewDocument } from '../../shared/model/document.ts';
import { plainSplitter } from '../../shared/retrieval/indexVersion.ts';
import { installationSecret } from '../auth/secret.ts';
import { createLimiters } from '../calls/limiter.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { headSigner } from '../configuration/signedHead.ts';
import { KnowngoodError } from '../errors.ts';
import type { ActRequest } from '../migrations/act.ts';
import { heldOf } from '../migrations/held.ts';
import { act, openMigrations } from '../migrations/migrations.ts';
import { planMigration } from '../migrations/plan.ts';
import { recordOf } from '../retrieval/commitAct.ts';
import { removeDocuments, upsertDocuments } from '../retrieval/ingest.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { openRetrieval } from '../retrieval/retrieval.ts';
import { search } from '../retrieval/search.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';

/**
 * Writes, searches and migrates one collection back and forth, for good, and says on standard output what was acknowledged
 * and what was answered. Made to be killed. With "once" it ends after a whole migration.
 */
const [file = '', round = '', once = ''] = process.argv.slice(2);
const environment = 'production';
const collection = 'library';
const store = openSqliteStore(file);
const sign = headSigner(await installationSecret(path.dirname(file), null));
const configuration = await openConfiguration(store, () => new Date(), sign);
const log = pino({ level: 'silent' });
const retrieval = await openRetrieval(configuration, {
  providers: new Map(),
  limiters: createLimiters(),
  log,
});
const migrations = openMigrations(retrieval, { everyMs: 30, leaseMs: 300 });
retrieval.start();
migrations.controller.start();
/** A pipe takes a short line as a whole or, where whoever reads is slow, not at all yet. */
function say(line: object): void {
  while (true)
    try {
      writeSync(1, `${JSON.stringify(line)}\n`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') throw error;
      Atomics.wait(idle, 0, 0, 5);
    }
}
const idle = new Int32Array(new SharedArrayBuffer(4));
const who = (id: string) => ({ author: { kind: 'person' as const, id, name: id }, reason: 'test' });

async function write(lane: number): Promise<never> {
  for (let count = 0; ; count++) {
    const id = `d${(count * 7 + lane * 3) % 40}`;
    const text = count % 5 === 4 ? null : `round ${round} lane ${lane} count ${count}`;
    const request = { environment, collection };
    const documents = text === null ? [] : [NewDocument.parse({ id, title: 'Titled', text })];
    const writing =
      text === null
        ? removeDocuments(retrieval, { ...request, ids: [id] })
        : upsertDocuments(retrieval, { ...request, documents });
    const [done] = await writing.catch((error: unknown) => {
      // Who died with the fence closed keeps it so for a while: not acknowledged, and so not to be kept.
      if (error instanceof KnowngoodError && error.code === 'UNAVAILABLE') return [];
      throw error;
    });
    if (done?.result === 'written') say({ kind: 'write', id, seq: done.seq, text });
    await sleep(3);
  }
}

/** One of the two kinds of version puts titles before its chunks, so that an answer tells which index it is out of. */
async function ask(): Promise<never> {
  let asked = 0;
  while (true) {
    const context = { targetingKey: `person ${asked++}` };
    const request = { environment, collection, query: 'round lane count', k: 10, withUnlike: true, context };
    const { id } = retrieval.directory.find(environment, collection);
    const canary = retrieval.directory.canary(id) !== null;
    const found = await search(retrieval, { ...request, signal: AbortSignal.timeout(10_000) });
    const { specification } = await retrieval.indexers.version(found.indexVersion);
    const titled = specification.splitter.title === 'every-chunk';
    const mixed = found.passages.some(({ text }) => text.startsWith('Titled') !== titled);
    say({ kind: 'answer', epoch: found.epoch, version: found.indexVersion, canary, mixed });
    await sleep(5);
  }
}

async function decide(): Promise<boolean> {
  const found = retrieval.directory.find(environment, collection);
  const record = recordOf(retrieval, found).migration;
  if (!record) {
    const { specification } = await retrieval.indexers.version(found.serving);
    const omit = specification.splitter.title === 'every-chunk';
    const embedder = omit
      ? { provider: 'lexical', model: 'lexical-b@1' }
      : { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 };
    const splitter = { ...plainSplitter, title: omit ? 'omit' : 'every-chunk' };
    const version = IndexVersionDraft.parse({ splitter, embedder });
    const throttle = { documentsPerSecond: 500, batchesInFlight: 2, budgetUsd: null };
    await planMigration(retrieval, { environment, collection, version, throttle }, who('ada'));
    return false;
  }
  const stored = await store.retrieval.migrations.find(record.id);
  if (!stored) return false;
  const { migration } = heldOf(stored).body;
  const flip = { epochSeen: found.epoch, confirmation: collection };
  const request = ((): ActRequest | null => {
    switch (migration.stage) {
      case 'draft':
        return { kind: 'start' };
      case 'verifying':
        if (migration.gateRunning) return null;
        return migration.gate?.verdict === 'unjudged' ? { kind: 'approve' } : { kind: 'backfill' };
      case 'stale':
        return { kind: 'verify' };
      case 'ready':
        return { kind: 'canary', percent: 50, segments: [] };
      case 'canary':
      case 'serving-old':
        return { kind: 'cutover', ...flip, waived: [] };
      case 'serving-new':
        return migration.cutovers > 1 ? { kind: 'retire', ...flip } : { kind: 'reverse', ...flip };
      default:
        return null;
    }
  })();
  if (!request) return false;
  await act(
    migrations,
    { environment, id: record.id },
    request,
    who(request.kind === 'approve' ? 'bea' : 'ada'),
  );
  say({ kind: 'act', act: request.kind });
  return request.kind === 'retire';
}

async function drive(): Promise<void> {
  while (true) {
    const isThrough = await decide().catch((error: unknown) => {
      // Somebody (the controller) may have been faster: look again.
      if (error instanceof KnowngoodError) return false;
      throw error;
    });
    if (isThrough && once !== '') return;
    await sleep(20);
  }
}

await Promise.race([drive(), ask(), ...[0, 1, 2].map(write)]);
process.exit(0);
