import type { Prerequisite } from '../../../../../shared/model/flag.ts';

/** One flag in the graph. Column 0 is the flag that is asked for; what it needs stands in column 1, and so on. */
export interface Node {
  flag: string;
  column: number;
  row: number;
}

/** `from` must serve one of `variants` before `to` decides. */
export interface Edge {
  from: string;
  to: string;
  variants: readonly string[];
}

export interface Layout {
  nodes: Node[];
  edges: Edge[];
  columns: number;
  rows: number;
}

/**
 * Every flag that `flag` needs, directly or through others, each once, as far right as whoever needs it allows.
 * `needs` answers what a flag needs, and nothing for those that are not known yet.
 */
export function layOut(flag: string, needs: (flag: string) => readonly Prerequisite[]): Layout {
  const columns = new Map<string, number>([[flag, 0]]);
  const edges = new Map<string, Edge>();
  const walk = (to: string, path: readonly string[]) => {
    for (const { flag: from, variants } of needs(to)) {
      edges.set(`${from} ${to}`, { from, to, variants });
      // A circle is refused when it is saved; while it is being edited it must not be walked for ever.
      if (path.includes(from)) continue;
      columns.set(from, Math.max(columns.get(from) ?? 0, path.length));
      walk(from, [...path, from]);
    }
  };
  walk(flag, [flag]);
  const used: number[] = [];
  const nodes = [...columns].map(([key, column]) => {
    const row = used[column] ?? 0;
    used[column] = row + 1;
    return { flag: key, column, row };
  });
  return { nodes, edges: [...edges.values()], columns: used.length, rows: Math.max(...used) };
}
