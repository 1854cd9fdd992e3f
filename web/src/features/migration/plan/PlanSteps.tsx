import classes from '../Migration.module.css';
import { planSteps } from './planStep.ts';

/** Where in the plan one is. */
export function PlanSteps({ at }: { at: number }) {
  return (
    <ol className={classes.steps} aria-label="Steps of the plan">
      {planSteps.map((name, index) => (
        <li key={name} className={classes.stepName} {...(index === at ? { 'aria-current': 'step' } : {})}>
          <span className={classes.stepNumber}>{index + 1}</span>
          {name}
        </li>
      ))}
    </ol>
  );
}
