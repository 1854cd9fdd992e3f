import { readFileSync } from 'node:fs';
import { drained } from '/work/main/server/retrieval/liveVersions.ts';
import { search } from '/work/main/server/retrieval/search.ts';
import { environment, key, lexicalB, openTestRetrieval } from '/work/main/server/testing/testRetrieval.ts';
import { lexicalA } from '/work/main/shared/retrieval/lexicalA.ts';

const docs = readFileSync('/work/shared/data/retrieval/scifact/docs.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l));
const lib = await openTestRetrieval();
const t0 = performance.now();
const acks: number[] = [];
for (let i = 0; i < docs.length; i += 100) {
  const t = performance.now();
  await lib.upsert(...docs.slice(i, i + 100).map((d: any) => ({ id: d.id, title: d.title, text: d.text })));
  acks.push(performance.now() - t);
}
acks.sort((a, b) => a - b);
console.log(
  'acked',
  docs.length,
  (performance.now() - t0) | 0,
  'ms; batch of 100 p50',
  acks[acks.length >> 1],
  'max',
  acks.at(-1),
);
await lib.settled();
console.log('A applied', (performance.now() - t0) | 0, 'ms');
let t1 = performance.now();
await lib.find('cancer');
console.log('first search', performance.now() - t1);
const queries = readFileSync('/work/shared/data/retrieval/scifact/queries.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l));
const time = async (version?: string) => {
  const ts: number[] = [];
  for (const q of queries.slice(0, 200)) {
    const t = performance.now();
    await lib.find(q.text, version ? { version } : {});
    ts.push(performance.now() - t);
  }
  ts.sort((a, b) => a - b);
  return [ts[100], ts[198]];
};
console.log('search A p50,p99', await time());
t1 = performance.now();
const b = await lib.addVersion(lexicalB);
console.log('prepare+add B', performance.now() - t1);
t1 = performance.now();
let after: string | null = null,
  n = 0;
do {
  const page = await lib.retrieval.store.backfillPage({ slot: b.slot, after, limit: 64 });
  if (!page.documents.length) break;
  const chunks = await lib.retrieval.indexers.index(
    b.version,
    page.documents.map((d) => d.body),
    AbortSignal.timeout(60000),
  );
  await lib.retrieval.store.apply({
    slot: b.slot,
    epoch: page.epoch,
    documents: page.documents.map((d, i) => ({
      document: d.document,
      seq: d.seq,
      hash: d.hash,
      body: d.body,
      chunks: chunks[i]!,
    })),
  });
  n += page.documents.length;
  after = page.last;
} while (after);
console.log('backfill B', n, ((n / (performance.now() - t1)) * 1000) | 0, 'docs/s');
console.log(await lib.retrieval.store.manifestSummary(b.slot));
console.log('search B p50,p99', await time(b.version));
const single: number[] = [];
for (let i = 0; i < 200; i++) {
  const t = performance.now();
  await lib.upsert({ id: 'n' + i, text: 'single write ' + i });
  single.push(performance.now() - t);
}
single.sort((a, b) => a - b);
console.log('single ack dual p50,p99', single[100], single[198]);
await lib.close();
