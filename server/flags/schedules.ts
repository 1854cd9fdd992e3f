import type { Logger } from 'pino';
import { Flag } from '../../shared/model/flag.ts';
import type { Author } from '../../shared/model/revision.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { type SubmitResult, submit } from '../approvals/submit.ts';
import { type CommitResult, commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';
import { findFlag } from './findFlag.ts';

interface Request {
  environment: string;
  author: Author;
  reason: string;
}

/**
 * Puts a change in for later. It is checked against the flag as it is now, and again when its time has come. Where
 * changes need approval it is this that is approved: when its time has come it waits for nobody.
 * @throws KnowngoodError INVALID for a time that has passed, or a change that the flag cannot take.
 */
export async function schedule(
  configuration: Configuration,
  request: Request & { id: string; flag: string; at: string; set: Schedule['set'] },
): Promise<SubmitResult & { id: string }> {
  const { environment, author, reason, id, flag, at, set } = request;
  if (Date.parse(at) <= configuration.now().getTime())
    throw new KnowngoodError('INVALID', 'This time has passed: choose one that is still to come');
  const changed = Flag.safeParse({ ...findFlag(configuration.snapshot(environment), flag), ...set });
  if (!changed.success)
    throw new KnowngoodError(
      'INVALID',
      `The flag could not take this change: ${changed.error.issues[0]?.message}`,
    );
  const body: Schedule = { id, flag, at, set, author: author.name, reason };
  const result = await submit(configuration, {
    environment,
    author,
    reason: `Scheduled: ${reason}`,
    changes: [{ kind: 'schedule', key: id, body }],
  });
  return { ...result, id };
}

/** Calls a scheduled change off. @throws KnowngoodError NOT_FOUND */
export function unschedule(
  configuration: Configuration,
  request: Request & { id: string },
): Promise<CommitResult> {
  const { environment, author, reason, id } = request;
  if (!configuration.snapshot(environment).schedules.has(id))
    throw new KnowngoodError('NOT_FOUND', 'This change is not scheduled any more');
  return commit(configuration, {
    environment,
    author,
    reason,
    changes: [{ kind: 'schedule', key: id, body: null }],
  });
}

/** Commits what is due: the change, and that it waits no longer, as one revision, so that a crash can neither lose nor repeat it. */
export async function applyDue(configuration: Configuration, log: Logger): Promise<void> {
  const all = await configuration.store.environments.list();
  const archived = new Set(all.filter((one) => one.archivedAt !== null).map(({ key }) => key));
  for (const environment of configuration.environments().filter((key) => !archived.has(key))) {
    const { schedules } = configuration.snapshot(environment);
    const due = [...schedules.values()].filter((one) => Date.parse(one.at) <= configuration.now().getTime());
    for (const one of due.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
      await apply(configuration, environment, one, log);
  }
}

async function apply(
  configuration: Configuration,
  environment: string,
  one: Schedule,
  log: Logger,
): Promise<void> {
  const author: Author = { kind: 'system', id: 'schedule', name: `Schedule of ${one.author}` };
  const done = { kind: 'schedule' as const, key: one.id, body: null };
  const flag = configuration.committed(environment).flags.get(one.flag);
  try {
    const change = flag ? [{ kind: 'flag' as const, key: one.flag, body: { ...flag, ...one.set } }] : [];
    const reason = flag ? one.reason : `Not applied, because the flag is gone: ${one.reason}`;
    await commit(configuration, { environment, author, reason, changes: [...change, done] });
  } catch (error) {
    if (!(error instanceof KnowngoodError)) throw error;
    log.error({ err: error, flag: one.flag }, 'a scheduled change could not be applied');
    await commit(configuration, {
      environment,
      author,
      reason: `Not applied: ${error.message}`,
      changes: [done],
    });
  }
}

const everyMs = 1_000;

/** Looks every second for changes that are due. Answers how to stop. */
export function keepSchedules(configuration: Configuration, log: Logger): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    applyDue(configuration, log)
      .catch((error: unknown) =>
        log.error({ err: error }, 'scheduled changes could not be applied; trying again'),
      )
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
