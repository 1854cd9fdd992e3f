import { useId } from 'react';
import type { Flag } from '../../../../shared/model/flag.ts';
import classes from './PrerequisiteGraph.module.css';

interface PrerequisiteGraphProps {
  flag: Flag;
  others: readonly { key: string; name: string; variants: { key: string; name: string }[] }[];
}

const box = { width: 176, height: 46, gap: 12 };
const gutter = 44;
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** What must be served where before this flag decides: each needed flag with an arrow to this one. */
export function PrerequisiteGraph({ flag, others }: PrerequisiteGraphProps) {
  const arrow = useId();
  const needed = flag.prerequisites.map(({ flag: key, variants }) => {
    const other = others.find((one) => one.key === key);
    const names = variants.map(
      (variant) => other?.variants.find((one) => one.key === variant)?.name ?? variant,
    );
    return { key, name: other?.name ?? key, serves: names.join(' or ') || 'nothing yet' };
  });
  const height = needed.length * (box.height + box.gap) - box.gap;
  const width = box.width * 2 + gutter;
  const middle = height / 2;
  const words = needed.map(({ name, serves }) => `${name} must serve ${serves}`).join('; ');
  return (
    <svg
      className={classes.graph}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      style={{ maxWidth: width }}
      role="img"
      aria-label={`${flag.name} needs: ${words}`}
    >
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8z" className={classes.tip} />
        </marker>
      </defs>
      {needed.map(({ key, name, serves }, index) => {
        const top = index * (box.height + box.gap);
        const from = top + box.height / 2;
        return (
          <g key={key}>
            <rect className={classes.box} y={top} width={box.width} height={box.height} rx={7} />
            <text className={classes.name} x={10} y={top + 19}>
              {cut(name, 24)}
            </text>
            <text className={classes.serves} x={10} y={top + 36}>
              {cut(serves, 28)}
            </text>
            <path
              className={classes.line}
              markerEnd={`url(#${arrow})`}
              d={`M${box.width} ${from} C${box.width + gutter / 2} ${from} ${box.width + gutter / 2} ${middle} ${box.width + gutter - 2} ${middle}`}
            />
          </g>
        );
      })}
      <rect
        className={classes.own}
        x={box.width + gutter}
        y={middle - box.height / 2}
        width={box.width}
        height={box.height}
        rx={7}
      />
      <text className={classes.name} x={box.width + gutter + 10} y={middle + 5}>
        {cut(flag.name, 24)}
      </text>
    </svg>
  );
}
