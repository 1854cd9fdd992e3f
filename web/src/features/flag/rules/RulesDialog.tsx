import { Button, Group, Text } from '@mantine/core';
import type { Responder } from '../../../../../shared/responder/responder.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { Issue } from '../../../ui/form/issues.ts';
import { ResponderEditor } from '../../../ui/responder/ResponderEditor.tsx';

interface RulesDialogProps {
  name: string;
  responder: Responder;
  /** Absent where the rules are only shown and tried out. */
  onChange?: (responder: Responder) => void;
  issues?: readonly Issue[];
  onClose: () => void;
}

const unchanging = () => undefined;

/** The answering rules of a variant with room for them, and what they make of an input as they stand. */
export default function RulesDialog({ name, responder, onChange, issues, onClose }: RulesDialogProps) {
  return (
    <Dialog title={`Rules of ${name}`} size="xl" onClose={onClose}>
      <ResponderEditor
        value={responder}
        onChange={onChange ?? unchanging}
        readOnly={onChange === undefined}
        {...(issues ? { issues } : {})}
      />
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed">
          {onChange ? 'Nothing of this is live before the flag is saved.' : 'As they are live now.'}
        </Text>
        <Button onClick={onClose}>{onChange ? 'Done' : 'Close'}</Button>
      </Group>
    </Dialog>
  );
}
