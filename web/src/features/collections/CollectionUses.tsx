import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { CollectionDetail } from './types.ts';

/** The key that units name a collection by, and the flags that retrieve from it. */
export function CollectionUses({ collection: { key, usedByFlags } }: { collection: CollectionDetail }) {
  return (
    <>
      Key <code>{key}</code>
      {usedByFlags.length === 0 ? ' · no flag retrieves from it' : ' · retrieved from by '}
      {usedByFlags.map((flag, index) => (
        <Fragment key={flag}>
          {index > 0 && ', '}
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => <Link to="/flags/$flag" params={{ flag }} {...props} />}
          >
            {flag}
          </Anchor>
        </Fragment>
      ))}
    </>
  );
}
