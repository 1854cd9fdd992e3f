import { Autocomplete, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type FlagSummary, trpc } from '../../../trpc.ts';
import { ReasonDialog } from '../../../ui/form/ReasonDialog.tsx';
import { counted } from '../../../ui/format.ts';
import { type BulkAction, bulkChange, bulkTitles, bulkWords } from './bulkWords.ts';

interface BulkDialogProps {
  action: BulkAction;
  flags: readonly FlagSummary[];
  tags: string[];
  owners: string[];
  onDone: () => void;
  onClose: () => void;
}

const tagsOf = (flags: readonly FlagSummary[]): string[] =>
  [...new Set(flags.flatMap((flag) => flag.tags))].sort();

/** Asks once for all of them. */
export default function BulkDialog({ action, flags, tags, owners, onDone, onClose }: BulkDialogProps) {
  const [typed, setTyped] = useState('');
  // The flags as they were when the question was asked: whoever changes one meanwhile is not overwritten.
  const [asked] = useState(flags);
  const change = bulkChange(action, typed);
  const title = `${bulkTitles[action]} ${counted(asked.length, 'flag')}`;
  return (
    <ReasonDialog
      title={title}
      mutation={trpc.flags.bulk.mutationOptions()}
      input={(reason) => ({
        flags: asked.map(({ key, version }) => ({ flag: key, expectedVersion: version })),
        set: change ?? {},
        reason,
      })}
      ready={change !== null}
      confirm={title}
      color={action === 'off' ? 'red' : 'pine'}
      done={`${counted(asked.length, 'flag')} changed`}
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        {action !== 'on' && action !== 'off' && (
          <Autocomplete
            label={action === 'owner' ? 'Owner' : 'Tag'}
            maxLength={action === 'owner' ? 120 : 40}
            limit={20}
            openOnFocus={false}
            data={action === 'owner' ? owners : action === 'tag' ? tags : tagsOf(asked)}
            value={typed}
            onChange={setTyped}
            data-autofocus
          />
        )}
        <Text size="sm">{bulkWords(action, asked)}</Text>
      </Stack>
    </ReasonDialog>
  );
}
