import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { SegmentEntry } from '../../trpc.ts';

/** The rules that look at a segment. */
export function UsedBy({ uses }: { uses: SegmentEntry['usedBy'] }) {
  return (
    <Text size="sm" c="dimmed" mt="sm">
      {uses.length === 0 ? 'Not used by any flag.' : 'Used by '}
      {uses.map((use, index) => (
        <Fragment key={`${use.flag} ${use.rule}`}>
          {index > 0 && ', '}
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: use.flag }} {...props} />}
          >
            {use.flagName}
          </Anchor>{' '}
          (rule “{use.rule}”)
        </Fragment>
      ))}
    </Text>
  );
}
