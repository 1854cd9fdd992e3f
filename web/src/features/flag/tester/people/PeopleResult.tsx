import { Button, CopyButton, Group, ScrollArea, Table, Text } from '@mantine/core';
import type { EvaluationContext } from '../../../../../../shared/model/context.ts';
import type { Flag } from '../../../../../../shared/model/flag.ts';
import type { PeopleExplained } from '../../../../trpc.ts';
import { counted } from '../../../../ui/format.ts';
import { CheckIcon, CopyIcon } from '../../../../ui/icons.tsx';
import { VariantBar } from '../../../../ui/VariantBar.tsx';
import { variantColors } from '../../../../ui/variantColors.ts';
import classes from './PeopleResult.module.css';
import { PersonRow } from './PersonRow.tsx';
import { peopleCsv } from './peopleWords.ts';

interface PeopleResultProps {
  flag: Flag;
  /** The people who were asked about, in the order of the rows. */
  contexts: readonly EvaluationContext[];
  result: PeopleExplained;
}

/** How many get what, then person by person, each with every step. */
export function PeopleResult({ flag, contexts, result }: PeopleResultProps) {
  const { rows, counts, revision } = result;
  const colors = variantColors(flag.variants, flag.knownGood);
  const parts = counts.map(({ variant, variantName, people }) => ({
    key: variant,
    name: variantName,
    kind: flag.variants.find(({ key }) => key === variant)?.kind ?? 'static',
    unitLabel: null,
    share: people / rows.length,
    color: colors.get(variant) ?? 'var(--kg-variant-static)',
  }));
  return (
    <>
      <VariantBar parts={parts} label="These people get" />
      <ul className={classes.counts}>
        {counts.map(({ variant, variantName, people }) => (
          <li key={variant}>
            <span className={classes.dot} style={{ backgroundColor: colors.get(variant) }} />
            <strong>{counted(people, 'person', 'people')}</strong> {people === 1 ? 'gets' : 'get'}{' '}
            {variantName}
          </li>
        ))}
      </ul>
      <ScrollArea.Autosize
        mah={460}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Who gets what' }}
      >
        <Table verticalSpacing={5} miw={480}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th>Gets</Table.Th>
              <Table.Th>Because</Table.Th>
              <Table.Th ta="right">Bucket</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <PersonRow
                // People may be given twice; a row is its place in what was pasted.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                key={index}
                flag={flag.key}
                row={row}
                context={contexts[index]}
                revision={revision}
                color={colors.get(row.variant)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Group justify="space-between" mt="sm">
        <Text size="xs" c="dimmed">
          As of revision {revision}
        </Text>
        <CopyButton value={peopleCsv(rows)}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={copied ? <CheckIcon size={13} /> : <CopyIcon size={13} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy as CSV'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </>
  );
}
