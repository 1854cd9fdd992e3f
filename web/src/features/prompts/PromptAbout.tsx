import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PromptDetail } from '../../trpc.ts';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { When } from '../../ui/When.tsx';
import classes from './Prompts.module.css';

/** Where a version comes from, how it is changed, and who uses it. */
export function PromptAbout({ prompt }: { prompt: PromptDetail }) {
  const { registered, usedBy } = prompt;
  return (
    <Panel>
      <MetricList width={180}>
        <Metric label="File in the prompt repository">
          <span className={classes.mono}>{prompt.path}</span>
        </Metric>
        {registered && (
          <Metric label="Registered" extra={`by ${registered.by}`}>
            <When at={registered.at} style="moment" />
          </Metric>
        )}
        <Metric label="Content" title={`SHA-256 ${prompt.contentHash}`}>
          <span className={classes.mono}>{prompt.contentHash.slice(0, 12)}</span>
        </Metric>
      </MetricList>
      <Text size="sm" mt="sm">
        Prompts are changed by review in the prompt repository, not here, and this version never changes. Save
        new text as a higher version beside it, then register it with{' '}
        <span className={classes.mono}>knowngood prompts push</span>.
      </Text>
      <Text component="div" size="sm" mt="sm">
        {usedBy.length === 0 ? (
          'No unit uses this version yet.'
        ) : (
          <ul className={classes.list}>
            {usedBy.map((use) => (
              <li key={use.unit}>
                Used by{' '}
                <Anchor
                  inherit
                  underline="always"
                  renderRoot={(props) => <Link to="/units/$unit" params={{ unit: use.unit }} {...props} />}
                >
                  {use.unitLabel}
                </Anchor>
                {use.flags.length === 0 && ', which no flag serves'}
                {use.flags.map((flag, index) => (
                  <span key={`${flag.flag} ${flag.variantName}`}>
                    {index === 0 ? ', served by ' : ', '}
                    <Anchor
                      inherit
                      underline="always"
                      renderRoot={(props) => (
                        <Link to="/flags/$flag" params={{ flag: flag.flag }} {...props} />
                      )}
                    >
                      {flag.flagName}
                    </Anchor>{' '}
                    as {flag.variantName}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
      </Text>
    </Panel>
  );
}
