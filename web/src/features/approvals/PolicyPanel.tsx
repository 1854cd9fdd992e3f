import { Button, NativeSelect, SimpleGrid, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApprovalPolicy, Approver } from '../../../../shared/model/approvalPolicy.ts';
import { type Outputs, trpc } from '../../trpc.ts';
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSession } from '../../ui/useSession.ts';
import { approverWords, classesInUse, classWords } from './requestWords.ts';

/** Who must approve what; admins change it. */
export function PolicyPanel() {
  const { data, error, refetch } = useQuery(trpc.approvals.policy.queryOptions());
  if (error && !data) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={180} />;
  return <Policy key={data.version} data={data} />;
}

function Policy({ data }: { data: Outputs['approvals']['policy'] }) {
  const [policy, setPolicy] = useState<ApprovalPolicy>(data.policy);
  const [saving, setSaving] = useState(false);
  const session = useSession();
  const mayChange = session.data?.role === 'admin';
  const dirty = classesInUse.some((one) => policy[one] !== data.policy[one]);
  return (
    <Panel
      title="Who must approve what"
      note="Nobody approves their own change. Changing this is itself a change, and may have to be approved."
      aside={
        mayChange && (
          <Button size="compact-sm" disabled={!dirty} onClick={() => setSaving(true)}>
            Save…
          </Button>
        )
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {classesInUse.map((one) => (
          <NativeSelect
            key={one}
            label={classWords[one]}
            disabled={!mayChange}
            value={policy[one]}
            data={Approver.options.map((value) => ({ value, label: approverWords[value] }))}
            onChange={({ currentTarget }) =>
              setPolicy({ ...policy, [one]: Approver.parse(currentTarget.value) })
            }
          />
        ))}
      </SimpleGrid>
      {saving && (
        <ReasonDialog
          title="Change who must approve what"
          mutation={trpc.approvals.setPolicy.mutationOptions()}
          input={(reason) => ({ policy, expectedVersion: data.version, reason })}
          confirm="Save"
          done="Saved"
          onClose={() => setSaving(false)}
        >
          It holds from the next change on, and for what waits already.
        </ReasonDialog>
      )}
    </Panel>
  );
}
