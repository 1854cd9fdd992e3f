import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ServedFrom } from '../../../../shared/model/collection.ts';
import { trpc } from '../../trpc.ts';
import { isNotFound } from '../problem.ts';

/** Which collection passages came from, and which of its index versions found them. */
export function RetrievedFrom({ from }: { from: ServedFrom }) {
  const { collection, indexVersion } = from;
  const { data, error } = useQuery(trpc.collections.get.queryOptions({ key: collection }));
  const index = data?.indexes.find(({ version }) => version === indexVersion);
  const isGone = data !== undefined && index === undefined;
  return (
    <>
      {isNotFound(error) ? (
        `${collection} (deleted)`
      ) : (
        <Anchor
          inherit
          underline="always"
          renderRoot={(props) => (
            <Link to="/collections/$collection" params={{ collection }} search={{}} {...props} />
          )}
        >
          {data?.name ?? collection}
        </Anchor>
      )}
      , by the index {index ? `“${index.label}” ` : ''}
      <span style={{ fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' }}>
        {indexVersion}
      </span>
      {isGone && ', which is gone by now'}
    </>
  );
}
