import type { PromptDiff } from '../../trpc.ts';
import { MessageView } from './MessageView.tsx';
import classes from './Prompts.module.css';

type Message = PromptDiff['messages'][number];
type Line = Message['lines'][number];

const changeWords: Record<Message['change'], string> = {
  same: 'unchanged',
  changed: 'changed',
  added: 'new',
  removed: 'taken away',
};

/** One message with the lines that went and came; one that has not changed is only named. */
export function DiffMessage({ message }: { message: Message }) {
  const { role, change, lines } = message;
  return (
    <MessageView role={role} aside={changeWords[change]}>
      {change === 'same' || role === 'history'
        ? undefined
        : lines.map((line, index) => (
            // Lines have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <DiffLine key={index} line={line} />
          ))}
    </MessageView>
  );
}

function DiffLine({ line: { kind, text } }: { line: Line }) {
  if (kind === 'added') return <ins className={`${classes.line} ${classes.added}`}>{text}</ins>;
  if (kind === 'removed') return <del className={`${classes.line} ${classes.removed}`}>{text}</del>;
  return <span className={classes.line}>{text}</span>;
}
