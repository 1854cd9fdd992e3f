import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DecisionStep.module.css';

interface DecisionStepProps {
  title: string;
  /** It decides for everyone now. */
  decides?: boolean;
  /** False while something above decides for everyone. */
  reached: boolean;
  children: ReactNode;
}

export function DecisionStep({ title, decides = false, reached, children }: DecisionStepProps) {
  return (
    <li className={classes.step} data-decides={decides || undefined}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {decides && (
          <Badge size="sm" radius="sm" tt="none" color="amber" variant="light">
            decides for everyone now
          </Badge>
        )}
        {!reached && (
          <Badge size="sm" radius="sm" tt="none" color="gray" variant="light">
            not reached now
          </Badge>
        )}
      </div>
      <div className={classes.body}>{children}</div>
    </li>
  );
}
