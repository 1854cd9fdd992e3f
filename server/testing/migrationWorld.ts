import pino from 'pino';
import type { GateResult, Stage } from '../../shared/migration/migration.ts';
import { NewDocument } from '../../shared/model/document.ts';
import { plainSplitter } from '../../shared/retrieval/indexVersion.ts';
import { createLimiters } from '../calls/limiter.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import type { ActRequest } from '../migrations/act.ts';
import { type Held, heldOf } from '../migrations/held.ts';
import { act, type Migrations, openMigrations } from '../migrations/migrations.ts';
import { planMigration } from '../migrations/plan.ts';
import { deleteCollection } from '../retrieval/changeCollection.ts';
import { createCollection } from '../retrieval/createCollection.ts';
import { removeDocuments, upsertDocuments } from '../retrieval/ingest.ts';
import { drained } from '../retrieval/liveVersions.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { openRetrieval, type Retrieval } from '../retrieval/retrieval.ts';
import { search } from '../retrieval/search.ts';
import type { ApplyResult, PendingDocument, StoredCollection, StoredIndex } from '../store/retrieval.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { type AcknowledgedWrite, inspectIndexes } from './inspectIndexes.ts';
import { fingerprint, type Manifest, readManifests } from './readRows.ts';
import { openTestData, type TestData } from './testData.ts';
import { second } from './testMigration.ts';
import { by, environment, key } from './testRetrieval.ts';

const patienceMs = 20_000;
const pace = { everyMs: 15, leaseMs: 300 };
const unthrottled = { documentsPerSecond: 100_000, batchesInFlight: 2, budgetUsd: null };
const versions = {
  /** Puts titles before its chunks, so that a passage tells which index it is out of. */
  titled: IndexVersionDraft.parse({
    splitter: plainSplitter,
    embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
  }),
  plain: IndexVersionDraft.parse({
    splitter: { ...plainSplitter, title: 'omit' },
    embedder: { provider: 'lexical', model: 'lexical-b@1' },
  }),
};
export const title = 'Titled';

export interface WantedWrite {
  id: string;
  /** Null for a removal. */
  text: string | null;
}

/** What a query was answered. */
export interface Answer {
  version: string;
  epoch: number;
  /** Text by document, without the title. */
  texts: Map<string, string>;
  /** Whether a passage is of another index than the answer says. */
  isMixed: boolean;
}

/**
 * A collection in a real database file with a migration under way, and what was acknowledged of it, for tests of what must
 * hold whatever happens. It begins anew as often as is wanted.
 */
export class MigrationWorld {
  data: TestData;
  retrieval!: Retrieval;
  migrations!: Migrations;
  /** Acknowledged writes, as they were acknowledged. */
  said: AcknowledgedWrite[] = [];
  id = '';
  /** Whether something of the process was stopped, so that it must begin anew. */
  #isStopped = false;

  private constructor(data: TestData) {
    this.data = data;
  }

  static async open(): Promise<MigrationWorld> {
    const world = new MigrationWorld(await openTestData(environment));
    await world.#run();
    return world;
  }

  async #run(): Promise<void> {
    this.#isStopped = false;
    this.retrieval = await openRetrieval(this.data.configuration, {
      providers: new Map(),
      limiters: createLimiters(),
      log: pino({ level: 'silent' }),
    });
    this.retrieval.start();
    this.migrations = openMigrations(this.retrieval, pace);
    this.migrations.controller.start();
  }

  /** The process ends and another begins: what was in memory is gone, what was under way is left where it was. */
  async reopen(): Promise<void> {
    await this.#stop();
    this.data.store = openSqliteStore(this.data.file);
    this.data.configuration = await openConfiguration(this.data.store, () => new Date(), this.data.sign);
    await this.#run();
  }

  /** The controller stops, and so nothing comes about by itself; `reopen` starts it again. */
  async quiet(): Promise<void> {
    await this.settled();
    this.#isStopped = true;
    await this.migrations.controller.close();
  }

  /** Writes are acknowledged and not applied any more; `reopen` ends that. */
  async stopApplying(): Promise<void> {
    this.#isStopped = true;
    await this.retrieval.pump.close();
  }

  async #stop(): Promise<void> {
    await this.migrations.controller.close();
    await this.retrieval.close();
    await this.data.store.close();
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.data.close();
  }

  /** A new collection of documents on the first version, and the draft of a migration to the second. */
  async startOver(documents: readonly WantedWrite[] = []): Promise<void> {
    if (this.#isStopped) await this.reopen();
    if (this.retrieval.directory.list(environment).length > 0)
      await deleteCollection(this.retrieval, { environment, key, confirm: key }, by);
    const made = { environment, key, name: 'Library', description: '', version: versions.titled };
    await createCollection(this.retrieval, made, by);
    // What was deleted must not be taken for this collection's.
    while ((await this.retrieval.store.removeStep({ before: Date.now() + 1, limit: 500 })) > 0);
    this.said = [];
    for (const one of documents) await this.write([one]);
    await this.plan();
  }

  async plan(version: keyof typeof versions = 'plain'): Promise<void> {
    const request = { environment, collection: key, version: versions[version], throttle: unthrottled };
    this.id = (await planMigration(this.retrieval, request, by)).id;
  }

  get collection(): StoredCollection {
    return this.retrieval.directory.find(environment, key);
  }

  /** One batch of upserts and one of removals, of as many as there are; all are acknowledged when it answers. */
  async write(wanted: readonly WantedWrite[]): Promise<void> {
    const target = { environment, collection: key };
    const documents = wanted.flatMap(({ id, text }) =>
      text === null ? [] : [NewDocument.parse({ id, title: text.trim() === '' ? '' : title, text })],
    );
    const ids = wanted.flatMap(({ id, text }) => (text === null ? [id] : []));
    const textOf = new Map(wanted.map(({ id, text }) => [id, text]));
    const note = (done: Awaited<ReturnType<typeof upsertDocuments>>) => {
      for (const { id, seq, result } of done)
        if (result === 'written') this.said.push({ id, seq, text: textOf.get(id) ?? null });
    };
    if (documents.length > 0) note(await upsertDocuments(this.retrieval, { ...target, documents }));
    if (ids.length > 0) note(await removeDocuments(this.retrieval, { ...target, ids }));
  }

  /** What documents hold by the newest acknowledged write; removed ones are null. */
  newest(): Map<string, string | null> {
    const sorted = this.said.toSorted((a, b) => a.seq - b.seq);
    return new Map(sorted.map(({ id, text }) => [id, text]));
  }

  /** Every document that the serving version, or another live one, finds. */
  async ask(version?: string, targetingKey = 'ada'): Promise<Answer> {
    const request = { environment, collection: key, query: 'word of a document', k: 1_000, withUnlike: true };
    const found = await search(this.retrieval, {
      ...request,
      ...(version === undefined ? {} : { version }),
      context: { targetingKey },
      signal: AbortSignal.timeout(patienceMs),
    });
    const { specification } = await this.retrieval.indexers.version(found.indexVersion);
    const isTitled = specification.splitter.title === 'every-chunk';
    const prefix = `${title}\n`;
    return {
      version: found.indexVersion,
      epoch: found.epoch,
      isMixed: found.passages.some(({ text }) => text.startsWith(prefix) !== isTitled),
      texts: new Map(
        found.passages.map(({ document, text }) => [document, isTitled ? text.slice(prefix.length) : text]),
      ),
    };
  }

  async held(): Promise<Held> {
    const stored = await this.retrieval.store.migrations.find(this.id);
    if (!stored) throw new Error(`There is no migration ${this.id}`);
    return heldOf(stored);
  }

  async stage(): Promise<Stage> {
    return (await this.held()).body.migration.stage;
  }

  /** The epoch is the one of now, and names are typed. */
  act(kind: ActRequest['kind'] | ActRequest): ReturnType<typeof act> {
    const request = typeof kind === 'string' ? this.request(kind) : kind;
    const who = request.kind === 'approve' ? second : by;
    return act(this.migrations, { environment, id: this.id }, request, who);
  }

  request(kind: ActRequest['kind']): ActRequest {
    const epochSeen = this.collection.epoch;
    switch (kind) {
      case 'cutover':
        return { kind, epochSeen, confirmation: key, waived: [] };
      case 'reverse':
        return { kind, epochSeen, confirmation: null };
      case 'retire':
        return { kind, epochSeen, confirmation: key };
      case 'throttle':
        return { kind, throttle: { ...unthrottled, documentsPerSecond: 50_000 } };
      case 'canary':
        return { kind, percent: 50, segments: [] };
      case 'agree':
        return { kind, to: 'cutover' };
      default:
        return { kind };
    }
  }

  /** Waits until nothing is under way and nothing waits for any index. */
  async settled(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (true) {
      const { migration, note } = (await this.held()).body;
      const isBusy =
        migration.gateRunning ||
        migration.pending !== null ||
        ['dual-write', 'backfilling', 'retiring'].includes(migration.stage);
      if (!isBusy) break;
      if (performance.now() > deadline) throw new Error(`It stays ${migration.stage}: ${note}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const { slot } of this.collection.indexes)
      if (!(await drained(this.retrieval, slot, patienceMs))) throw new Error('Writes still wait');
  }

  /** Through backfill, verdict and a second person's approval, as far as it has not gone yet. */
  async ready(): Promise<void> {
    if ((await this.stage()) === 'draft') await this.act('start');
    await this.settled();
    if ((await this.stage()) === 'paused') {
      await this.act('resume');
      await this.settled();
    }
    if ((await this.stage()) !== 'verifying') return;
    await this.judged();
    await this.act('approve');
  }

  /** The verdict. One that is bad because the machine was busy does not stay so: it is asked for again, a few times. */
  async judged(): Promise<GateResult | null> {
    for (let tries = 0; ; tries++) {
      await this.settled();
      const { gate } = (await this.held()).body.migration;
      if (gate?.verdict !== 'fail' || tries === 4) return gate;
      await this.act('verify');
    }
  }

  /** Every document as it is now, as a worker takes it. */
  async allDocuments(): Promise<PendingDocument[]> {
    const { store } = this.retrieval;
    const rows = await store.documents({ collection: this.collection.id, after: null, limit: 200 });
    const found = await Promise.all(rows.map(({ id }) => store.document(this.collection.id, id)));
    return found.flatMap((one) =>
      one
        ? [{ document: one.row.id, seq: one.row.seq, hash: one.row.hash, body: one.body, attempts: 0 }]
        : [],
    );
  }

  /** Writes documents into an index as a worker does that has taken them at some time; answers what came of each. */
  async apply(
    { slot, version }: Pick<StoredIndex, 'slot' | 'version'>,
    documents: readonly PendingDocument[],
    epoch = this.collection.epoch,
  ): Promise<ApplyResult[]> {
    const { store, indexers } = this.retrieval;
    const bodies = documents.map(({ body }) => body);
    const chunks = await indexers.index(version, bodies, AbortSignal.timeout(patienceMs));
    const applied = documents.map((one, index) => ({ ...one, chunks: chunks[index] ?? [] }));
    return store.apply({ slot, epoch, documents: applied });
  }

  async applyAll(documents: readonly PendingDocument[]): Promise<void> {
    for (const index of this.collection.indexes) await this.apply(index, documents);
  }

  /** What is wrong in the database at this moment; nothing, ever. */
  wrong(): string[] {
    return inspectIndexes(this.data.file, this.said);
  }

  /** Rows of tables, hashed; of all tables where none is named. */
  fingerprint(...tables: string[]): string {
    return fingerprint(this.data.file, tables);
  }

  /** Which write of each document each live index holds, in how many chunks. */
  manifests(): Manifest[][] {
    return this.collection.indexes.map(({ slot }) => readManifests(this.data.file, slot));
  }
}
