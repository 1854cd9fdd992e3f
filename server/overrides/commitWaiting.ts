import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { commitOverride } from './setOverride.ts';

const everyMs = 2_000;

/** Tries again and again to commit the overrides that the store refused, loudly, until it takes them. Answers how to stop. */
export function keepCommitting(configuration: Configuration, log: Logger): () => void {
  let busy = false;
  const attempt = async () => {
    if (busy) return;
    busy = true;
    for (const waiting of configuration.uncommitted()) {
      const { target, mode } = waiting.override;
      try {
        await commitOverride(configuration, waiting);
        log.warn({ target, mode }, 'an override that was in force in memory only is committed now');
      } catch (error) {
        log.error(
          { err: error, target, mode },
          'an override is in force in memory only: the store refuses it. A restart would lose it',
        );
      }
    }
    busy = false;
  };
  const timer = setInterval(() => void attempt(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
