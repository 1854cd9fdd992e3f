import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PromptEntry } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { When } from '../../ui/When.tsx';
import { WideTable } from '../../ui/WideTable.tsx';
import classes from './Prompts.module.css';

/** Shown at first; the rest are on the prompt's own page. */
const mostVersions = 5;

/** One prompt with its newest versions. */
export function PromptCard({ prompt }: { prompt: PromptEntry }) {
  const { name, versions } = prompt;
  return (
    <Panel
      title={name}
      note={prompt.description}
      aside={
        <Anchor
          size="sm"
          underline="always"
          aria-label={`Open ${name}`}
          renderRoot={(props) => (
            <Link to="/prompts/$prompt" params={{ prompt: name }} search={{}} {...props} />
          )}
        >
          Open
        </Anchor>
      }
    >
      <WideTable label={`Versions of ${name}`} minWidth={300} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={84}>Version</Table.Th>
            <Table.Th>Used by</Table.Th>
            <Table.Th w={112}>Registered</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.slice(0, mostVersions).map((version) => (
            <Table.Tr key={version.version}>
              <Table.Td>
                <Link
                  to="/prompts/$prompt"
                  params={{ prompt: name }}
                  search={{ version: version.version }}
                  className="quiet"
                >
                  <span className={classes.version}>{version.version}</span>
                </Link>
              </Table.Td>
              <Table.Td>{usedWords(version)}</Table.Td>
              <Table.Td>{version.registeredAt && <When at={version.registeredAt} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {versions.length > mostVersions && (
        <Text size="sm" c="dimmed" mt={6}>
          And {counted(versions.length - mostVersions, 'older version')}.
        </Text>
      )}
    </Panel>
  );
}

function usedWords({ units, flags }: PromptEntry['versions'][number]): string {
  if (units === 0) return 'No unit yet';
  return `${counted(units, 'unit')}, ${flags === 0 ? 'no flag' : counted(flags, 'flag')}`;
}
