import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UnitDetail } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Units.module.css';

/** The flags that serve a unit. */
export function UnitUses({ unit: { usedBy, retiredAt } }: { unit: UnitDetail }) {
  return (
    <Panel title="Where it is used">
      {usedBy.length === 0 && (
        <Text size="sm">
          {retiredAt === null
            ? 'No flag uses it now. Name it in a variant of a flag to put it to work.'
            : 'No flag uses it. It is kept, so that old records and revisions still say what answered.'}
        </Text>
      )}
      <ul className={classes.list}>
        {usedBy.map((use) => (
          <li key={`${use.flag} ${use.variant}`}>
            <Anchor
              inherit
              underline="always"
              renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: use.flag }} {...props} />}
            >
              {use.flagName}
            </Anchor>{' '}
            as {use.variantName}
            {use.knownGood && ', its known good'}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
