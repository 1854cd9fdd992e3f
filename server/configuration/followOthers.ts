import type { Logger } from 'pino';
import type { Configuration } from './configuration.ts';

const everyMs = 200;

/**
 * Takes in what other processes commit, such as an override from the command line, within a fraction of a second.
 * Looking costs microseconds: the database is read only when somebody else has written to it. Answers how to stop.
 */
export function followOthers(configuration: Configuration, log: Logger): () => void {
  const { store } = configuration;
  let seen = -1;
  let busy = false;
  const look = async () => {
    const writes = await store.configuration.writesElsewhere();
    if (writes === seen) return;
    for (const environment of configuration.environments()) {
      const { number } = await store.configuration.head(environment);
      if (number > configuration.committed(environment).revision) await configuration.reload(environment);
    }
    seen = writes;
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    look()
      .catch((error: unknown) => log.error({ err: error }, 'changes of other processes could not be read'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
