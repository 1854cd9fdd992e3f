import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { environment, key, openTestRetrieval } from '../testing/testRetrieval.ts';

const kills = 8;

/** Writes as fast as it can, and says each write once it is acknowledged. */
const script = (file: string, round: number) => `
import pino from 'pino';
import { writeSync } from 'node:fs';
import { openConfiguration } from './server/configuration/configuration.ts';
import { createLimiters } from './server/calls/limiter.ts';
import { openSqliteStore } from './server/store/sqlite/openStore.ts';
import { openRetrieval } from './server/retrieval/retrieval.ts';
import { removeDocuments, upsertDocuments } from './server/retrieval/ingest.ts';
const store = openSqliteStore(${JSON.stringify(file)});
const configuration = await openConfiguration(store, () => new Date());
const retrieval = await openRetrieval(configuration, { providers: new Map(), limiters: createLimiters(), log: pino({ level: 'silent' }) });
retrieval.start();
const target = { environment: ${JSON.stringify(environment)}, collection: ${JSON.stringify(key)} };
const lane = async (lane) => {
  for (let count = 0; ; count++) {
    const id = 'd' + ((count * 7 + lane * 3) % 40);
    const text = count % 5 === 4 ? null : 'round ${round} lane ' + lane + ' count ' + count;
    const [done] = text === null
      ? await removeDocuments(retrieval, { ...target, ids: [id] })
      : await upsertDocuments(retrieval, { ...target, documents: [{ id, title: '', text, fields: {}, metadata: {} }] });
    if (done.result === 'written') writeSync(1, JSON.stringify({ id, seq: done.seq, text }) + '\\n');
  }
};
await Promise.all([0, 1, 2].map(lane));
`;

it(`loses nothing that was acknowledged when the process is killed, ${kills} times`, async () => {
  const library = await openTestRetrieval();
  try {
    const acknowledged: { id: string; seq: number; text: string | null }[] = [];
    let left = 0;
    for (let round = 0; round < kills; round++) {
      // Here nothing is applied meanwhile: whatever was, the child has done before it died.
      await library.retrieval.pump.close();
      const child = spawn(process.execPath, ['-e', script(library.data.file, round)], {
        cwd: projectFolder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      let complaint = '';
      child.stderr.on('data', (text) => {
        complaint += text;
      });
      child.stdout.on('data', (text) => {
        said += text;
        if (said.split('\n').length > 40 + round * 13) child.kill('SIGKILL');
      });
      const [, signal] = await once(child, 'close');
      expect(signal, complaint).toBe('SIGKILL');
      const lines = said.split('\n').filter((line) => line.endsWith('}'));
      acknowledged.push(...lines.map((line) => JSON.parse(line)));
      const { slot } = library.collection().indexes[0]!;
      left += (await library.retrieval.store.outboxCounts(slot)).waiting;
    }
    // Some kills must have come between acknowledgement and application, or this has shown nothing.
    expect(left).toBeGreaterThan(0);
    const { slot } = library.collection().indexes[0]!;
    const { createPump } = await import('./pump.ts');
    const { store, indexers, log, now } = library.retrieval;
    const pump = createPump({ store, index: indexers.index, log, now });
    library.retrieval.pump = pump;
    pump.start();
    await library.settled();
    const newest = new Map(acknowledged.toSorted((a, b) => a.seq - b.seq).map((write) => [write.id, write]));
    expect(newest.size).toBeGreaterThan(20);
    for (const { id, seq, text } of newest.values()) {
      const found = await store.document(library.collection().id, id);
      // The last write of a killed process may have been stored without having been said.
      expect(found!.row.seq).toBeGreaterThanOrEqual(seq);
      if (found!.row.seq === seq) expect(found!.body?.text ?? null).toBe(text);
      expect(found!.row.applied).toEqual([expect.objectContaining({ seq: found!.row.seq })]);
    }
    const summary = await store.manifestSummary(slot);
    expect(summary).toMatchObject({ covered: summary.documents, orphans: 0, waiting: 0, dead: 0 });
    expect(summary.chunks).toBe(summary.documents);
  } finally {
    await library.close();
  }
}, 120_000);
