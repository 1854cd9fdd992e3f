import { Button } from '@mantine/core';
import { useState } from 'react';
import { trpc, type UnitDetail } from '../../trpc.ts';
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx';

/** Takes a unit out of the lists that people choose from, or puts it back. A unit in use cannot be retired. */
export function RetireButton({ unit }: { unit: UnitDetail }) {
  const [asking, setAsking] = useState(false);
  const retired = unit.retiredAt !== null;
  const inUse = unit.usedBy.length > 0 && !retired;
  return (
    <>
      <Button
        size="sm"
        variant="default"
        disabled={inUse}
        title={inUse ? 'A unit in use cannot be retired' : undefined}
        onClick={() => setAsking(true)}
      >
        {retired ? 'Take back…' : 'Retire…'}
      </Button>
      {asking && (
        <ReasonDialog
          title={retired ? `Take ${unit.label} back` : `Retire ${unit.label}`}
          mutation={retired ? trpc.units.unretire.mutationOptions() : trpc.units.retire.mutationOptions()}
          input={(reason) => ({ unit: unit.id, reason })}
          confirm={retired ? 'Take back' : 'Retire'}
          done={retired ? 'The unit is offered again' : 'The unit is retired'}
          onClose={() => setAsking(false)}
        >
          {retired
            ? 'The unit is offered for variants again.'
            : 'The unit is no longer offered for variants. It is not deleted: old records still name it, and a restore to a revision that uses it works. It can be taken back at any time.'}
        </ReasonDialog>
      )}
    </>
  );
}
