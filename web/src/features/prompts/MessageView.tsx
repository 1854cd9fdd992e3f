import type { ReactNode } from 'react';
import classes from './Prompts.module.css';

const roles: Record<string, string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
  history: 'Earlier turns of the conversation go here',
};

interface MessageViewProps {
  role: string;
  /** Beside the role, for people: "changed", "120 characters". */
  aside?: string;
  /** Absent for a slot that has no text of its own. */
  children?: ReactNode;
}

/** One message of a prompt: its role, and its text as it is. */
export function MessageView({ role, aside, children }: MessageViewProps) {
  const name = roles[role] ?? role;
  return (
    <div className={classes.message} data-open={children !== undefined || undefined}>
      <p className={classes.role}>
        <span>{name}</span>
        {aside !== undefined && <span>{aside}</span>}
      </p>
      {children !== undefined && (
        // A region that may scroll must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section className={classes.text} tabIndex={0} aria-label={`${name} message`}>
          {children}
        </section>
      )}
    </div>
  );
}
