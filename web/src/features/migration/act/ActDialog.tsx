import { Button, Code, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx';
import { formatDuration } from '../../../ui/format.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { toastDone } from '../../../ui/toast.ts';
import type { MigrationDetail } from '../types.ts';
import { actWords, retireTitle } from './actWords.ts';
import { dryRunQuery } from './dryRunQuery.ts';
import { Refusal } from './Refusal.tsx';
import { readDryRun } from './readDryRun.ts';
import { type DialogAct, requestOf } from './requestOf.ts';
import { StaleDocuments } from './StaleDocuments.tsx';
import { useAct } from './useAct.ts';
import { WaiveLetters } from './WaiveLetters.tsx';
import { WouldHappen } from './WouldHappen.tsx';

interface ActDialogProps {
  migration: MigrationDetail;
  act: DialogAct;
  /** Told how long a flip took, in milliseconds. */
  onDone: (act: DialogAct, milliseconds: number) => void;
  onClose: () => void;
}

const lookEveryMs = 3_000;

/** One act: what it would do and which check would refuse it, as of now; then the reason, and where it is grave the key. */
export default function ActDialog({ migration, act, onDone, onClose }: ActDialogProps) {
  const { id, state, lag } = migration;
  const key = state.collection;
  const words = actWords[act];
  // What is decided on is what there was to be seen when this opened; who flipped the pointer meanwhile is named then.
  const [epoch] = useState(migration.epoch);
  const [reason, setReason] = useState(words.reason ?? '');
  const [typed, setTyped] = useState('');
  const [waived, setWaived] = useState<string[]>([]);
  const isBehind = act === 'reverse' && migration.reverse !== null && migration.reverse.behindCount > 0;
  const asksForTyping = words.typed || isBehind;
  // Tried as if the key stood there already: what would happen then is what the person has to know.
  const asked = requestOf(act, {
    epoch,
    confirmation: asksForTyping ? key : null,
    waived,
  });
  const run = useQuery({
    ...dryRunQuery({ id, act: asked }),
    refetchInterval: lookEveryMs,
    placeholderData: keepPreviousData,
  });
  const doing = useAct((milliseconds) => {
    // Where the migration stands is seen; how long a flip took is told.
    if (act === 'cutover' || act === 'reverse')
      toastDone(words.done, `It took ${formatDuration(milliseconds)}.`);
    onDone(act, milliseconds);
    onClose();
  });
  const read = run.data && readDryRun(run.data);
  const ready = read?.allowed === true && reason.trim() !== '' && (!asksForTyping || typed.trim() === key);
  // Said only once it cannot become the key any more.
  const isOther = asksForTyping && !key.startsWith(typed.trim());
  const deadOfNew = lag.find(({ version }) => version === state.to)?.dead ?? 0;
  return (
    <Dialog title={act === 'retire' ? retireTitle(state) : words.title} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const confirmation = asksForTyping ? typed.trim() : null;
          doing.mutate({ id, act: requestOf(act, { epoch, confirmation, waived }), reason: reason.trim() });
        }}
      >
        <Stack gap="md">
          {!run.data && !run.error && <Skeleton height={120} />}
          {run.error && !run.data && <PageFailure error={run.error} onRetry={() => void run.refetch()} />}
          {run.data && read && <WouldHappen run={run.data} read={read} name={words.confirm} />}
          {run.data && <Text size="sm">{words.about}</Text>}
          {isBehind && <StaleDocuments reverse={migration.reverse} />}
          {act === 'cutover' && deadOfNew > 0 && (
            <WaiveLetters collection={key} version={state.to} waived={waived} onWaive={setWaived} />
          )}
          {asksForTyping && (
            <TextInput
              label={
                <>
                  Type <Code>{key}</Code> to confirm
                </>
              }
              error={isOther ? `That is not ${key}` : undefined}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
            />
          )}
          <ReasonInput
            value={reason}
            onChange={setReason}
            required
            withAsterisk={false}
            {...(asksForTyping ? {} : { 'data-autofocus': true })}
          />
          {doing.error !== null && <Refusal error={doing.error} />}
          <DialogActions>
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" color={words.color} loading={doing.isPending} disabled={!ready}>
              {words.confirm}
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  );
}
