import { counted } from './format.ts';
import classes from './Timeline.module.css';

export interface TimelinePoint {
  at: string;
  calls: number;
  failed: number;
  fallbacks: number;
}

const height = 34;
const floor = 1;

/** Calls over time as a row of small bars; fallbacks and failures are stacked at the foot. */
export function Timeline({ points, range }: { points: readonly TimelinePoint[]; range: string }) {
  const most = Math.max(1, ...points.map((point) => point.calls));
  const total = (pick: (point: TimelinePoint) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0);
  const scale = (count: number) => (count / most) * (height - floor);
  const words = `${range}: ${counted(
    total((point) => point.calls),
    'call',
  )}, ${counted(
    total((point) => point.fallbacks),
    'fallback',
  )}, ${total((point) => point.failed)} failed`;
  return (
    <svg
      className={classes.timeline}
      viewBox={`0 0 ${Math.max(1, points.length) * 4} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <rect
        className={classes.base}
        x={0}
        y={height - floor}
        width={Math.max(1, points.length) * 4}
        height={floor}
      />
      {points.map((point, index) => {
        const failed = scale(point.failed);
        const fallbacks = Math.min(scale(point.fallbacks), scale(point.calls) - failed);
        const top = scale(point.calls);
        const x = index * 4 + 0.5;
        return (
          <g key={point.at}>
            <rect className={classes.calls} x={x} width={3} y={height - floor - top} height={top} />
            <rect
              className={classes.fallbacks}
              x={x}
              width={3}
              y={height - floor - failed - fallbacks}
              height={Math.max(0, fallbacks)}
            />
            <rect className={classes.failed} x={x} width={3} y={height - floor - failed} height={failed} />
          </g>
        );
      })}
    </svg>
  );
}
