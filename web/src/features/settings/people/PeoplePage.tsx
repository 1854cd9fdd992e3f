import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../trpc.ts';
import { PlusIcon } from '../../../ui/icons.tsx';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { ShownOnce } from '../../../ui/ShownOnce.tsx';
import { ForAdmins } from '../ForAdmins.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PersonRow } from './PersonRow.tsx';

/** Who may sign in, and what they may do where. */
export function PeoplePage() {
  const { data, error, isPending, refetch } = useQuery(trpc.people.list.queryOptions());
  const environments = useQuery(trpc.environments.list.queryOptions());
  const [inviting, setInviting] = useState(false);
  const [shown, setShown] = useState<{ email: string; link: string } | null>(null);
  const known = environments.data?.environments ?? [];
  return (
    <>
      <PageHeader
        title="People"
        note="Who may sign in, and with which role where. A role in one environment goes before the role for all."
      >
        {data && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setInviting(true)}>
            Invite…
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={240} />}
      {error && !data && (
        <ForAdmins
          error={error}
          what="People are invited, and their roles changed, by admins."
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <Stack gap="md">
          {data.people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              you={person.id === data.you}
              adminOfAll={data.adminOfAll}
              environments={known}
            />
          ))}
          {data.invitations.some((one) => one.state === 'open') && (
            <Panel
              title="Invited"
              note="Nothing is sent: whoever invites passes the link on. Each works once."
            >
              <InvitationList invitations={data.invitations} environments={known} />
            </Panel>
          )}
        </Stack>
      )}
      {inviting && (
        <InviteDialog
          environments={known}
          adminOfAll={data?.adminOfAll === true}
          onShow={setShown}
          onClose={() => setInviting(false)}
        />
      )}
      {shown && (
        <ShownOnce
          title={`The invitation of ${shown.email}`}
          secret={shown.link}
          label="The invitation's link"
          onClose={() => setShown(null)}
        >
          Send this link to {shown.email} yourself: Knowngood sends no e-mail. It works once, for 7 days, and
          is shown this once.
        </ShownOnce>
      )}
    </>
  );
}
