import type { Stage } from '../../../../shared/migration/migration.ts';
import { none } from '../../ui/format.ts';

/** A stage as a badge says it. */
export const stageWords: Record<Stage, string> = {
  draft: 'Not started',
  'dual-write': 'Opening the new index',
  backfilling: 'Backfilling',
  paused: 'Paused',
  verifying: 'Being compared',
  ready: 'Ready to cut over',
  stale: 'Verdict is too old',
  canary: 'Tried on a share',
  'serving-new': 'New index serves',
  'serving-old': 'Reversed: old index serves',
  retiring: 'Retiring',
  retired: 'Finished',
  cancelled: 'Cancelled',
};

export const stageColors: Record<Stage, string> = {
  draft: 'gray',
  'dual-write': 'amber',
  backfilling: 'amber',
  paused: 'amber',
  verifying: 'amber',
  ready: 'pine',
  stale: 'amber',
  canary: 'amber',
  'serving-new': 'pine',
  'serving-old': 'amber',
  retiring: 'gray',
  retired: 'gray',
  cancelled: 'gray',
};

/** Whether nothing will ever happen to it again. */
export const isOver = (stage: Stage): boolean => stage === 'retired' || stage === 'cancelled';

const checks: Record<string, string> = {
  stage: 'The right moment',
  'flip-under-way': 'Nothing else under way',
  'verdict-there': 'No verdict under way',
  unjudged: 'Left to people',
  'second-person': 'A second person',
  share: 'Share of askers',
  segments: 'Segments',
  agreement: 'A second person agrees',
  'act-possible': 'The right moment',
  person: 'A person with a role',
  memory: 'Memory for both indexes',
  confirmation: 'Confirmation',
  epoch: 'Nobody was faster',
  gate: 'Verdict',
  'gate-fresh': 'Verdict still holds',
  'dead-letters': 'Dead letters',
  'old-index-behind': 'Old index is up to date',
  flip: 'The switch',
  coverage: 'Every document is there',
  orphans: 'Nothing is there that was removed',
  'chunk-counts': 'As many chunks as the texts have',
  dimensions: 'Length of vectors',
  finite: 'Vectors are numbers',
  'zero-vectors': 'No empty vectors',
  'self-retrieval': 'Documents find themselves',
  'empty-results': 'Queries that find nothing',
  latency: 'Speed',
  'approximate-recall': 'Recall of the approximate index',
};

/** A check by a name that people know; one that is new here is told by its own. */
export const checkWords = (check: string): string =>
  checks[check] ?? check.charAt(0).toUpperCase() + check.slice(1).replaceAll('-', ' ');

/** "40 s", "12 min", "3 h 20 min", "2 days 4 h": long times, in two units at most. */
export function formatLong(ms: number): string {
  if (ms < 60_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return [`${hours} h`, ...(minutes % 60 === 0 ? [] : [`${minutes % 60} min`])].join(' ');
  const days = Math.floor(hours / 24);
  return [`${days} days`, ...(hours % 24 === 0 ? [] : [`${hours % 24} h`])].join(' ');
}

/** "+.031" as people read it: "+0.031", "−0.020"; "unknown" where it is no number. */
export const formatChange = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}` : 'unknown';

const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** "0.72 ms", "3.1 ms", "120 ms", "2.1 s": searches are quick, so two digits count. */
export const formatMs = (ms: number | null): string => {
  if (ms === null) return none;
  return ms < 1_000 ? `${fine.format(ms)} ms` : `${fine.format(ms / 1_000)} s`;
};
