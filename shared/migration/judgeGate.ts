import { type Advisory, advise, type QueryResults } from './advisory.ts';
import type { Check } from './check.ts';
import { type HardInput, hardChecks } from './hardChecks.ts';
import { type OperationalInput, operationalChecks } from './operationalChecks.ts';
import { type QueryScores, type StatisticalResult, statisticalVerdict } from './statisticalVerdict.ts';
import type { LeftOut } from './usableQueries.ts';

/** Everything the gate looks at, gathered beforehand: the verdict follows from this alone and can be given again. */
export interface GateInput {
  hard: HardInput;
  /** Golden queries with a relevant document; empty where there is no golden set. */
  scores: readonly QueryScores[];
  /** Golden queries that could not be used. */
  leftOut?: LeftOut;
  /** Other golden queries have failed this move, and the person who started it has replaced them. */
  replacedAfterFailure?: boolean;
  operational: OperationalInput;
  /** Results of the golden or replayed queries on both indexes, for the advisory figures. */
  results: readonly QueryResults[];
}

/** `unjudged`: nothing speaks against it, but a second person must approve: no golden query decides, or not those alone. */
export type GateVerdict = 'pass' | 'fail' | 'inconclusive' | 'unjudged';

export interface GateReport {
  verdict: GateVerdict;
  hard: Check[];
  statistical: StatisticalResult;
  operational: Check[];
  advisory: Advisory;
  /** Why, in one sentence or two. */
  words: string;
}

/** Whether the new index is as good as the old. A failed hard or operational check fails the gate whatever the scores say. */
export function judgeGate(input: GateInput): GateReport {
  const hard = hardChecks(input.hard);
  const operational = operationalChecks(input.operational);
  const judged = statisticalVerdict(input.scores, input.leftOut);
  const chosen = judged.verdict === 'pass' && input.replacedAfterFailure === true;
  const statistical = chosen ? { ...judged, words: `${judged.words}. ${replaced}` } : judged;
  const failed = [...hard, ...operational].filter(({ passed }) => !passed);
  return {
    verdict:
      failed.length > 0
        ? 'fail'
        : chosen || statistical.verdict === 'no-golden-set'
          ? 'unjudged'
          : statistical.verdict,
    hard,
    statistical,
    operational,
    advisory: advise(input.results),
    words: [...failed.map(({ check, figure, mend }) => `${check}: ${figure}. ${mend}`), statistical.words]
      .map((words) => `${words}.`)
      .join(' '),
  };
}

const replaced =
  'Earlier golden queries found the new index worse, and the person who started has replaced them: a second person must approve';
