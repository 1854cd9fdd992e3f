import { Button, Skeleton, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { ShownOnce } from '../../../ui/ShownOnce.tsx';
import { useSession } from '../../../ui/useSession.ts';
import { ForAdmins } from '../ForAdmins.tsx';
import { KeyTable } from './KeyTable.tsx';
import { keyState, type ShownKey } from './keyState.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';

/** The keys with which services and pages come to this environment. */
export function KeysPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.keys.list.queryOptions());
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const [withEnded, setWithEnded] = useState(false);
  const [shown, setShown] = useState<ShownKey | null>(null);
  const keys = data?.keys ?? [];
  const working = keys.filter((key) => ['works', 'waits'].includes(keyState(key, data?.at ?? '')));
  return (
    <>
      <PageHeader
        title="Keys"
        note={`What services and pages send to be let in to ${session.data?.environment.name ?? 'this environment'}. Only hashes are stored.`}
      >
        {data && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setAdding(true)}>
            New key…
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={240} />}
      {error && !data && (
        <ForAdmins
          error={error}
          what="Keys are made and revoked by the admins of this environment."
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <Panel flush>
          {keys.length > working.length && (
            <Switch
              m="md"
              label={`Show keys that work no more (${keys.length - working.length})`}
              checked={withEnded}
              onChange={(event) => setWithEnded(event.currentTarget.checked)}
            />
          )}
          {working.length === 0 && !withEnded ? (
            <EmptyState title="No key works here">Make one for each service that calls Knowngood.</EmptyState>
          ) : (
            <KeyTable keys={withEnded ? keys : working} at={data.at} onShow={setShown} />
          )}
        </Panel>
      )}
      {adding && <NewKeyDialog onShow={setShown} onClose={() => setAdding(false)} />}
      {shown && (
        <ShownOnce
          title={`The key ${shown.name}`}
          secret={shown.key}
          label="The new key"
          onClose={() => setShown(null)}
        >
          {shown.waits && 'It works once another admin has approved it, on this page. '}
          It is shown this once. Put it where the service keeps its secrets; when it is lost, make another.
        </ShownOnce>
      )}
    </>
  );
}
