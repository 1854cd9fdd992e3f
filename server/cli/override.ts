import { parseArgs } from 'node:util';
import { everyFlag, OverrideMode } from '../../shared/model/override.ts';
import { defaultEnvironment } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { liftOverride, setOverride } from '../overrides/setOverride.ts';
import { type Command, say, UsageError } from './command.ts';
import { operator } from './operator.ts';
import { withConfiguration } from './withConfiguration.ts';

const modes = [...OverrideMode.options, 'lift'] as const;

/** The big red button without the admin app: it needs nothing but the data folder. */
export const override: Command = {
  name: 'override',
  summary: 'puts a flag, or all of them, on its static answer or known good, and lifts that again',
  usage: `kill|known-good|lift FLAG|--all [--environment ENVIRONMENT] [--reason TEXT]

  kill        the static fallback answers, and no model is called
  known-good  the known-good variant answers, whatever rules and splits say
  lift        rules and splits decide again
  A running server obeys within a second.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        environment: { type: 'string', default: defaultEnvironment },
        reason: { type: 'string', default: 'From the command line' },
      },
    });
    const [asked, flag, ...more] = positionals;
    const mode = modes.find((one) => one === asked);
    if (!mode) throw new UsageError('Say what to do: kill, known-good or lift');
    if (values.all === (flag !== undefined) || more.length > 0)
      throw new UsageError('Name one flag, or all of them with --all');
    const target = values.all ? everyFlag : String(flag);
    const { environment } = values;
    const reason = values.reason.trim().slice(0, 2_000) || 'From the command line';
    return withConfiguration(async (configuration) => {
      const request = { environment, target, author: operator(), reason };
      const result =
        mode === 'lift'
          ? { ...(await liftOverride(configuration, request)), committed: true }
          : await setOverride(configuration, { ...request, mode });
      if (!result.committed) {
        throw new KnowngoodError(
          'UNAVAILABLE',
          'The disk refuses to take the override, so nothing has changed. Use the admin app or the API: a running server obeys an override in memory. See docs/recovery.md.',
        );
      }
      const what = values.all ? `every flag of ${environment}` : `"${target}" in ${environment}`;
      say(
        !result.changed
          ? `Nothing to do: it is so already, at revision ${result.revision}.`
          : mode === 'lift'
            ? `Lifted on ${what}, at revision ${result.revision}. Rules and splits decide again.`
            : `${mode === 'kill' ? 'Killed' : 'On known good'}: ${what}, at revision ${result.revision}.`,
      );
      return 0;
    });
  },
};
