import type Database from 'better-sqlite3';
import type { UnitTraffic } from '../store.ts';

/** Sums up the newest calls by the unit that answered, in one pass of the database; quantiles are nearest-rank. */
export function trafficByUnit(
  connection: Database.Database,
  query: { environment: string; since: string; most: number },
): UnitTraffic[] {
  const rows = connection
    .prepare(
      `with calls as materialized (
         select at, outcome, latency_ms, tokens, cost_usd,
                json_extract(record, '$.unit') as unit, json_extract(record, '$.assignedUnit') as assigned
         from inferences where environment = @environment and at >= @since order by at desc limit @most
       ), answers as (
         select unit, latency_ms, row_number() over (partition by unit order by latency_ms) as place,
                count(*) over (partition by unit) as size
         from calls where unit is not null and outcome in ('ok', 'incomplete')
       ), quantiles as (
         select unit,
                min(case when place >= 0.5 * size then latency_ms end) as p50Ms,
                min(case when place >= 0.95 * size then latency_ms end) as p95Ms
         from answers group by unit
       ), answered as (
         select unit, count(*) as answered, sum(coalesce(tokens, 0)) as tokens, sum(coalesce(cost_usd, 0)) as costUsd,
                sum(cost_usd is null and outcome = 'ok') as unpricedCalls, max(at) as lastAt
         from calls where unit is not null group by unit
       ), fell as (
         select assigned as unit, count(*) as fellBack, max(at) as lastAt
         from calls where assigned is not null and assigned is not unit group by assigned
       )
       select named.unit as unit, coalesce(answered.answered, 0) as answered, coalesce(fell.fellBack, 0) as fellBack,
              quantiles.p50Ms as p50Ms, quantiles.p95Ms as p95Ms, coalesce(answered.tokens, 0) as tokens,
              coalesce(answered.costUsd, 0) as costUsd, coalesce(answered.unpricedCalls, 0) as unpricedCalls,
              max(coalesce(answered.lastAt, ''), coalesce(fell.lastAt, '')) as lastAt
       from (select unit from answered union select unit from fell) as named
       left join answered on answered.unit = named.unit
       left join quantiles on quantiles.unit = named.unit
       left join fell on fell.unit = named.unit
       order by named.unit`,
    )
    .all(query);
  return rows as UnitTraffic[];
}
