import { Table, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { EvaluationContext } from '../../../../../../shared/model/context.ts';
import type { PeopleExplained } from '../../../../trpc.ts';
import { ChevronIcon } from '../../../../ui/icons.tsx';
import classes from './PeopleResult.module.css';
import { PersonTrace } from './PersonTrace.tsx';
import { bucketOfRow, whyWords } from './peopleWords.ts';

interface PersonRowProps {
  flag: string;
  row: PeopleExplained['rows'][number];
  context: EvaluationContext | undefined;
  revision: number;
  color: string | undefined;
}

/** One person of the list; every step of the decision unfolds below. */
export function PersonRow({ flag, row, context, revision, color }: PersonRowProps) {
  const [open, setOpen] = useState(false);
  const trace = useId();
  const name = row.targetingKey ?? 'no targeting key';
  return (
    <>
      <Table.Tr>
        <Table.Td className={classes.person}>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={trace}
            aria-label={`${name}: every step`}
            onClick={() => setOpen(!open)}
          >
            <span className={classes.chevron} data-open={open || undefined}>
              <ChevronIcon size={13} />
            </span>
            {name}
          </UnstyledButton>
        </Table.Td>
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          <span className={classes.dot} style={{ backgroundColor: color }} />
          {row.variantName}
        </Table.Td>
        <Table.Td>{whyWords(row)}</Table.Td>
        <Table.Td ta="right">{bucketOfRow(row.bucket)}</Table.Td>
      </Table.Tr>
      <Table.Tr id={trace} hidden={!open}>
        {open && context && (
          <Table.Td colSpan={4} className={classes.trace}>
            <PersonTrace flag={flag} context={context} revision={revision} />
          </Table.Td>
        )}
      </Table.Tr>
    </>
  );
}
