import type { CSSProperties, ReactNode } from 'react';
import classes from './Metric.module.css';

interface MetricProps {
  label: string;
  children: ReactNode;
  extra?: string | undefined;
  title?: string | undefined;
  tone?: 'failure' | 'fallback' | undefined;
  size?: 'sm' | 'lg';
}

/** One figure with its name; belongs in a MetricList. */
export function Metric({ label, children, extra, title, tone, size = 'sm' }: MetricProps) {
  return (
    <div title={title}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value} data-size={size} data-tone={tone}>
        {children}
        {extra !== undefined && <span className={classes.extra}> {extra}</span>}
      </dd>
    </div>
  );
}

export function MetricList({ children, width = 92 }: { children: ReactNode; width?: number }) {
  return (
    <dl className={classes.list} style={{ '--metric-width': `${width}px` } as CSSProperties}>
      {children}
    </dl>
  );
}
