import classes from './LiveIndicator.module.css';
import type { LiveState } from './useLive.ts';

const words: Record<LiveState, string> = {
  connecting: 'connecting…',
  live: 'live',
  reconnecting: 'reconnecting…',
};
const titles: Record<LiveState, string> = {
  connecting: 'Connecting to the server',
  live: 'This page updates by itself',
  reconnecting: 'The connection was lost: what you see may be old. It will be fetched again.',
};

export function LiveIndicator({ state }: { state: LiveState }) {
  return (
    <span className={classes.live} data-state={state} role="status" title={titles[state]}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.words}>{words[state]}</span>
    </span>
  );
}
