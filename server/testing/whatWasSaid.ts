import type { AcknowledgedWrite } from './inspectIndexes.ts';

/** A line that `migrationChild` says. */
export interface Said extends AcknowledgedWrite {
  kind: 'write' | 'answer' | 'act';
  epoch: number;
  version: string;
  /** Whether passages of both indexes stood in one answer. */
  mixed: boolean;
  /** Whether a share of queries went to the new index. */
  canary: boolean;
}

/** Keeps of what many processes have said what is needed to judge them: there is too much to keep all. */
export function whatWasSaid() {
  const newest = new Map<string, AcknowledgedWrite>();
  const versions = new Map<number, Set<string>>();
  const mixed: Said[] = [];
  const counts = { write: 0, answer: 0, act: 0 };
  return {
    counts,
    mixed,
    take(lines: readonly Said[]): void {
      for (const line of lines) {
        counts[line.kind]++;
        if (line.kind === 'write' && line.seq > (newest.get(line.id)?.seq ?? 0)) newest.set(line.id, line);
        if (line.kind !== 'answer') continue;
        if (line.mixed) mixed.push(line);
        if (!line.canary) versions.set(line.epoch, (versions.get(line.epoch) ?? new Set()).add(line.version));
      }
    },
    /** The newest acknowledged write of each document. */
    writes: (): AcknowledgedWrite[] => [...newest.values()],
    /** Epochs that more than one version answered in; a canary's answers do not count. */
    epochsOfSeveral: (): number[] => [...versions].flatMap(([epoch, own]) => (own.size > 1 ? [epoch] : [])),
  };
}
