import {
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EvaluationContext } from '../../../../shared/model/context.ts';
import { trpc, trpcClient } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';

const days = 60 * 24;

/** The context that somebody has typed; null where it is none. */
function readContext(key: string, attributes: string): EvaluationContext | null {
  try {
    return EvaluationContext.safeParse({ ...JSON.parse(attributes || '{}'), targetingKey: key }).data ?? null;
  } catch {
    return null;
  }
}

/** What one person got, or would have got, at a revision, beside what they get now. */
export function AsOfPanel() {
  const flags = useQuery(trpc.flags.list.queryOptions({ minutes: days }));
  const [flag, setFlag] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const [attributes, setAttributes] = useState('');
  const [revision, setRevision] = useState<number | string>(1);
  const context = readContext(key.trim(), attributes.trim());
  const evaluate = useMutation({
    mutationFn: async (input: { flag: string; context: EvaluationContext; revision: number }) => {
      const { revision: number, ...now } = input;
      const [then, today] = await Promise.all([
        trpcClient.flags.explain.query(input),
        trpcClient.flags.explain.query(now).catch(() => null),
      ]);
      return { number, then, today };
    },
  });
  const ready = flag !== null && key.trim() !== '' && context !== null && typeof revision === 'number';
  return (
    <Panel title="Who got what, as of a revision" note="No model is called, and nothing is changed.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) evaluate.mutate({ flag, context, revision });
        }}
      >
        <Stack gap="sm" aria-live="polite">
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <Select
              label="Flag"
              searchable
              value={flag}
              onChange={setFlag}
              data={flags.data?.flags.map((one) => ({ value: one.key, label: one.name })) ?? []}
            />
            <TextInput
              label="Targeting key"
              value={key}
              onChange={({ currentTarget }) => setKey(currentTarget.value)}
            />
            <NumberInput
              label="Revision"
              min={1}
              allowDecimal={false}
              value={revision}
              onChange={setRevision}
            />
          </SimpleGrid>
          <Textarea
            label="Attributes (JSON, optional)"
            placeholder='{"tier": "pro"}'
            autosize
            value={attributes}
            error={context === null && attributes !== '' && 'This is no JSON object of attributes'}
            onChange={({ currentTarget }) => setAttributes(currentTarget.value)}
          />
          {evaluate.error && <PageFailure error={evaluate.error} />}
          {evaluate.data && <Result {...evaluate.data} />}
          <Group>
            <Button type="submit" variant="default" disabled={!ready} loading={evaluate.isPending}>
              Evaluate
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

type Explained = Awaited<ReturnType<typeof trpcClient.flags.explain.query>>;

function Result({ number, then, today }: { number: number; then: Explained; today: Explained | null }) {
  const rows: [string, Explained | null][] = [
    [`Revision ${number}`, then],
    ['Now', today],
  ];
  return (
    <Table aria-label="Then and now">
      <Table.Tbody>
        {rows.map(([when, one]) => (
          <Table.Tr key={when}>
            <Table.Th scope="row">{when}</Table.Th>
            <Table.Td>
              {one ? (
                <>
                  {one.variantName}{' '}
                  <Text component="span" size="sm" c="dimmed">
                    {one.evaluation.reason}
                  </Text>
                </>
              ) : (
                'The flag is gone'
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
