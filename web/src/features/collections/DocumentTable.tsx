import { Table, UnstyledButton } from '@mantine/core';
import { formatBytes } from '../../ui/indexes/indexWords.ts';
import { When } from '../../ui/When.tsx';
import { WideTable } from '../../ui/WideTable.tsx';
import classes from './Collections.module.css';
import { documentState } from './indexWords.ts';
import type { DocumentEntry, IndexEntry } from './types.ts';

interface DocumentTableProps {
  documents: readonly DocumentEntry[];
  indexes: readonly IndexEntry[];
  onOpen: (document: string) => void;
}

const tones = { good: undefined, plain: classes.small, behind: classes.warning };

/** A row for each document, a column for each live index. */
export function DocumentTable({ documents, indexes, onOpen }: DocumentTableProps) {
  return (
    <WideTable
      label="Documents"
      minWidth={560 + indexes.length * 170}
      className={classes.table ?? ''}
      horizontalSpacing="md"
      highlightOnHover
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Document</Table.Th>
          {indexes.map(({ version, label }) => (
            <Table.Th key={version} w={170}>
              {indexes.length === 1 ? 'In the index' : `In ${label}`}
            </Table.Th>
          ))}
          <Table.Th w={120} ta="right">
            Size
          </Table.Th>
          <Table.Th w={130}>Written</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {documents.map((document) => (
          <Table.Tr key={document.id}>
            <Table.Td>
              {document.deleted ? (
                <>
                  <span className={classes.gone}>{document.id}</span>
                  <div className={classes.small}>Tombstone: removed by its owner</div>
                </>
              ) : (
                <>
                  <UnstyledButton className={`quiet ${classes.button}`} onClick={() => onOpen(document.id)}>
                    {document.title === '' ? document.id : document.title}
                  </UnstyledButton>
                  {document.title !== '' && <div className={classes.small}>{document.id}</div>}
                </>
              )}
            </Table.Td>
            {indexes.map(({ version }) => {
              const { words, tone } = documentState(document, version);
              return (
                <Table.Td key={version}>
                  <span className={tones[tone]}>{words}</span>
                </Table.Td>
              );
            })}
            <Table.Td ta="right">{document.deleted ? '–' : formatBytes(document.bytes)}</Table.Td>
            <Table.Td>
              <When at={document.updatedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
