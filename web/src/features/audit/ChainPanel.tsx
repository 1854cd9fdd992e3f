import { Button, Collapse, Group, Skeleton, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type SignedHead, trpc } from '../../trpc.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ChainReportLine } from './ChainReportLine.tsx';
import { readHead } from './readHead.ts';

/** Walks this environment's chain; with a head that was kept elsewhere, also whether the log still goes through it. */
export function ChainPanel() {
  const [typed, setTyped] = useState('');
  const [head, setHead] = useState<SignedHead | null>(null);
  const [open, setOpen] = useState<'nothing' | 'head' | 'check'>('nothing');
  const check = useQuery(
    trpc.revisions.verify.queryOptions(head ? { head } : undefined, { staleTime: 0, retry: false }),
  );
  const signed = useQuery(trpc.revisions.signedHead.queryOptions());
  const read = readHead(typed);
  const toggle = (part: 'head' | 'check') => setOpen(open === part ? 'nothing' : part);
  return (
    <Panel
      title="Is the log whole?"
      note="Every revision holds the hash of the one before it, and the last one is signed with the secret of this installation."
    >
      <Stack gap="sm" aria-live="polite">
        {check.isPending && <Skeleton height={64} />}
        {check.error && <PageFailure error={check.error} onRetry={() => void check.refetch()} />}
        {check.data && <ChainReportLine report={check.data} />}
        <Group gap="xs">
          <Button variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>
            Check again
          </Button>
          <Button variant="default" aria-expanded={open === 'head'} onClick={() => toggle('head')}>
            Signed head
          </Button>
          <Button variant="default" aria-expanded={open === 'check'} onClick={() => toggle('check')}>
            Check against a kept head
          </Button>
        </Group>
        <Collapse expanded={open === 'head'}>
          {open === 'head' && signed.data && (
            <CodeBlock label="Signed head" code={JSON.stringify(signed.data, null, 2)} />
          )}
        </Collapse>
        {open === 'check' && (
          <>
            <Textarea
              label="A signed head, as it was copied here before"
              description="Whoever rewrites the whole log on the server cannot rewrite the copy that you kept."
              autosize
              minRows={4}
              maxRows={10}
              value={typed}
              error={typed !== '' && !read && 'This is no signed head'}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <Group>
              <Button disabled={!read} onClick={() => setHead(read)}>
                Check
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Panel>
  );
}
