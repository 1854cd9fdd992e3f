import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useSession } from '../../../ui/useSession.ts';
import { snippets } from './snippets.ts';

/** How product code asks this flag. */
export default function CodeTab({ flag }: { flag: string }) {
  const session = useSession();
  const [chosen, setChosen] = useState('curl');
  if (!session.data) return <Skeleton height={320} />;
  const all = snippets(flag, session.data.callUrl);
  const snippet = all.find((one) => one.key === chosen) ?? all[0];
  if (!snippet) return null;
  return (
    <Panel
      title="Call this flag"
      note="Product code names the flag; Knowngood chooses the model. Nothing has to be deployed when that choice changes."
    >
      <Stack gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Language"
          value={snippet.key}
          onChange={setChosen}
          data={all.map(({ key, label }) => ({ value: key, label }))}
          style={{ alignSelf: 'flex-start' }}
        />
        <CodeBlock code={snippet.code} label={`${snippet.label} snippet`} />
        <Text size="sm" c="dimmed">
          {snippet.note} KNOWNGOOD_API_KEY holds an API key of this environment with the scope “call”.
        </Text>
      </Stack>
    </Panel>
  );
}
