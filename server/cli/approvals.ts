import { parseArgs } from 'node:util';
import { ApprovalPolicy, ChangeClass, policyKey } from '../../shared/model/approvalPolicy.ts';
import { policyOf } from '../approvals/policy.ts';
import { commit } from '../configuration/commit.ts';
import { defaultEnvironment } from '../context.ts';
import { type Command, say } from './command.ts';
import { operator } from './operator.ts';
import { withConfiguration } from './withConfiguration.ts';

/** The way out where a policy asks for somebody who does not exist. */
export const approvals: Command = {
  name: 'approvals',
  summary: 'shows which changes need approval, or makes it none',
  usage: `[--environment ENVIRONMENT] [--off] [--reason TEXT]

  --off  no change needs approval any more; for when nobody is left who could approve`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        environment: { type: 'string', default: defaultEnvironment },
        off: { type: 'boolean', default: false },
        reason: { type: 'string', default: 'From the command line' },
      },
    });
    const { environment } = values;
    return withConfiguration(async (configuration) => {
      if (values.off) {
        const body = ApprovalPolicy.parse({});
        await commit(configuration, {
          environment,
          author: operator(),
          reason: values.reason.trim().slice(0, 2_000) || 'From the command line',
          changes: [{ kind: 'policy', key: policyKey, body }],
        });
      }
      const policy = policyOf(configuration.committed(environment));
      for (const one of ChangeClass.options) say(`${one}: ${policy[one]}`);
      return 0;
    });
  },
};
