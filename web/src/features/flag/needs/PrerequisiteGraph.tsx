import { useId } from 'react';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import type { Edge, Node } from './layOut.ts';
import classes from './PrerequisiteGraph.module.css';
import { useNeeds } from './useNeeds.ts';

interface PrerequisiteGraphProps {
  flag: Flag;
  others: FlagData['flagKeys'];
}

const box = { width: 176, height: 46, gap: 12 };
const gutter = 44;
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** What must be served where before this flag decides: each needed flag, and what that one needs, with arrows to here. */
export function PrerequisiteGraph({ flag, others }: PrerequisiteGraphProps) {
  const arrow = useId();
  const { nodes, edges, columns, rows } = useNeeds(flag);
  const other = (key: string) => others.find((one) => one.key === key);
  const nameOf = (key: string) => (key === flag.key ? flag.name : (other(key)?.name ?? key));
  const served = ({ from, variants }: Edge) =>
    variants.map((key) => other(from)?.variants.find((one) => one.key === key)?.name ?? key).join(' or ') ||
    'nothing yet';
  const height = rows * (box.height + box.gap) - box.gap;
  const width = columns * (box.width + gutter) - gutter;
  const inColumn = (column: number) => nodes.filter((node) => node.column === column).length;
  const place = ({ column, row }: Node) => {
    const tall = inColumn(column) * (box.height + box.gap) - box.gap;
    return {
      x: (columns - 1 - column) * (box.width + gutter),
      y: (height - tall) / 2 + row * (box.height + box.gap),
    };
  };
  const placeOf = (key: string) => {
    const node = nodes.find((one) => one.flag === key);
    return node ? place(node) : { x: 0, y: 0 };
  };
  const words = edges.map((edge) => `${nameOf(edge.to)} needs ${nameOf(edge.from)} to serve ${served(edge)}`);
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes.scroller} tabIndex={0} aria-label="What it needs">
      <svg
        className={classes.graph}
        width={width + 2}
        height={height + 2}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
        role="img"
        aria-label={words.join('; ')}
      >
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" className={classes.tip} />
          </marker>
        </defs>
        {edges.map((edge) => (
          <path
            key={`${edge.from} ${edge.to}`}
            className={classes.line}
            markerEnd={`url(#${arrow})`}
            d={curve(placeOf(edge.from), placeOf(edge.to))}
          />
        ))}
        {nodes.map((node) => {
          const { x, y } = place(node);
          const wanted = [...new Set(edges.filter(({ from }) => from === node.flag).map(served))];
          return (
            <g key={node.flag}>
              <rect
                className={classes.box}
                data-own={node.column === 0 || undefined}
                x={x}
                y={y}
                width={box.width}
                height={box.height}
                rx={7}
              />
              <text className={classes.name} x={x + 10} y={y + (node.column === 0 ? 28 : 19)}>
                {cut(nameOf(node.flag), 24)}
              </text>
              {node.column > 0 && (
                <text className={classes.serves} x={x + 10} y={y + 36}>
                  {cut(wanted.join('; '), 28)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </section>
  );
}

/** From the right edge of one box to the left edge of another. */
function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const start = { x: from.x + box.width, y: from.y + box.height / 2 };
  const end = { x: to.x - 2, y: to.y + box.height / 2 };
  const bend = Math.max(gutter / 2, (end.x - start.x) / 2);
  return `M${start.x} ${start.y} C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
}
