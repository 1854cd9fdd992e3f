import { type Advisory, advise, type QueryResults } from './advisory.ts';
import type { Check } from './check.ts';
import { type HardInput, hardChecks } from './hardChecks.ts';
import { type OperationalInput, operationalChecks } from './operationalChecks.ts';
import { type QueryScores, type StatisticalResult, statisticalVerdict } from './statisticalVerdict.ts';

/** Everything the gate looks at, gathered beforehand: the verdict follows from this alone and can be given again. */
export interface GateInput {
  hard: HardInput;
  /** Golden queries with a relevant document; empty where there is no golden set. */
  scores: readonly QueryScores[];
  operational: OperationalInput;
  /** Results of the golden or replayed queries on both indexes, for the advisory figures. */
  results: readonly QueryResults[];
}

/** `unjudged`: nothing speaks against it, but without golden queries a second person must approve. */
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
  const statistical = statisticalVerdict(input.scores);
  const failed = [...hard, ...operational].filter(({ passed }) => !passed);
  return {
    verdict:
      failed.length > 0 ? 'fail' : statistical.verdict === 'no-golden-set' ? 'unjudged' : statistical.verdict,
    hard,
    statistical,
    operational,
    advisory: advise(input.results),
    words: [...failed.map(({ check, figure, mend }) => `${check}: ${figure}. ${mend}`), statistical.words]
      .map((words) => `${words}.`)
      .join(' '),
  };
}
