import type Database from 'better-sqlite3';
import type { Inference } from '../../../shared/model/inference.ts';
import type { InferenceQuery, TrafficRow, UnitTraffic } from '../store.ts';
import { conversationOperations } from './conversationOperations.ts';
import { trafficByUnit } from './trafficByUnit.ts';

/** Records a transaction: short ones, so that an override's commit never waits long for the write lock. */
const batchSize = 100;
/** Most rows that a summary reads, the newest kept. */
const mostTrafficRows = 300_000;
const mostForgotten = 2_000;

/** What a telemetry worker can do, on its own connection and with prepared statements (this is the hot write). */
export function telemetryOperations(connection: Database.Database, mode: 'read' | 'write') {
  const insert =
    mode === 'read'
      ? null
      : connection.prepare(
          `insert into inferences (id, environment, flag, at, assigned_variant, variant, outcome, served_by, simulated, user_hash, latency_ms, tokens, cost_usd, record)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        );
  const insertBatch = connection.transaction((rows: InferenceRow[]) => {
    for (const row of rows) insert?.run(...row);
  });
  return {
    recordInferences(rows: InferenceRow[]): void {
      for (let start = 0; start < rows.length; start += batchSize)
        insertBatch.immediate(rows.slice(start, start + batchSize));
    },
    forgetBefore(at: string): number {
      const oldest = connection.prepare(
        'delete from inferences where sequence in (select sequence from inferences where at < ? order by sequence limit ?)',
      );
      const idle = connection.prepare(
        'delete from conversations where rowid in (select rowid from conversations where last_at < ? limit ?)',
      );
      return oldest.run(at, mostForgotten).changes + idle.run(at, mostForgotten).changes;
    },
    spentSince(query: { environment: string; since: string }): { flag: string; costUsd: number }[] {
      return connection
        .prepare(
          `select flag, sum(cost_usd) as costUsd from inferences
           where environment = @environment and at >= @since and cost_usd > 0 group by flag`,
        )
        .all(query) as { flag: string; costUsd: number }[];
    },
    ...conversationOperations(connection, mode),
    recentInferences({
      environment,
      flag,
      outcome,
      before,
      limit,
    }: InferenceQuery): { sequence: number; inference: Inference }[] {
      const where = ['environment = @environment'];
      if (flag !== undefined) where.push('flag = @flag');
      if (outcome !== undefined) where.push('outcome = @outcome');
      if (before !== undefined) where.push('sequence < @before');
      const rows = connection
        .prepare(
          `select sequence, record from inferences where ${where.join(' and ')} order by sequence desc limit @limit`,
        )
        .all(defined({ environment, flag, outcome, before, limit })) as {
        sequence: number;
        record: string;
      }[];
      return rows.map((row) => ({ sequence: row.sequence, inference: JSON.parse(row.record) as Inference }));
    },
    trafficByUnit(query: { environment: string; since: string }): UnitTraffic[] {
      return trafficByUnit(connection, { ...query, most: mostTrafficRows });
    },
    bucketsSince(query: { environment: string; flag: string; rule: string | null; since: string }): number[] {
      const rows = connection
        .prepare(
          `select max(json_extract(record, '$.bucket')) as bucket from inferences
           where environment = @environment and flag = @flag and at >= @since and user_hash is not null
             and json_extract(record, '$.reason') = 'SPLIT' and json_extract(record, '$.ruleId') is @rule
           group by user_hash limit ${mostTrafficRows}`,
        )
        .all(query) as { bucket: number }[];
      return rows.map((row) => row.bucket);
    },
    trafficSince({
      environment,
      since,
      flag,
    }: {
      environment: string;
      since: string;
      flag?: string;
    }): TrafficRow[] {
      const rows = connection
        .prepare(
          `select flag, at, assigned_variant as assignedVariant, variant, outcome, served_by as servedBy, simulated, user_hash as userHash,
                  latency_ms as latencyMs, tokens, cost_usd as costUsd
           from inferences where environment = @environment and at >= @since ${flag === undefined ? '' : 'and flag = @flag'}
           order by at desc limit ${mostTrafficRows}`,
        )
        .all(defined({ environment, since, flag })) as (Omit<TrafficRow, 'simulated'> & {
        simulated: number;
      })[];
      return rows.map((row) => ({ ...row, simulated: row.simulated === 1 }));
    },
  };
}

export type TelemetryOperations = ReturnType<typeof telemetryOperations>;

/** A record as the columns of its table, in their order. */
export type InferenceRow = (string | number | null)[];

export const rowOf = (record: Inference): InferenceRow => [
  record.id,
  record.environment,
  record.flag,
  record.at,
  record.assignedVariant,
  record.variant,
  record.outcome,
  record.servedBy,
  record.simulated ? 1 : 0,
  record.userHash,
  record.latencyMs,
  record.tokens ? record.tokens.input + record.tokens.output : null,
  record.costUsd,
  JSON.stringify(record),
];

const defined = (parameters: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
