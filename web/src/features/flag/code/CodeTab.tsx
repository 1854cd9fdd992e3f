import { Box, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useSession } from '../../../ui/useSession.ts';
import type { ShownFlag, Snippet } from './snippet.ts';
import { snippets } from './snippets.ts';

/** How product code asks this flag. */
export default function CodeTab({ flag }: { flag: ShownFlag }) {
  const session = useSession();
  const [chosen, setChosen] = useState<string | null>(null);
  if (!session.data) return <Skeleton height={320} />;
  const all = snippets(flag, session.data.callUrl);
  const snippet = all.find((one) => one.key === chosen) ?? all[0];
  if (!snippet) return null;
  return (
    <Panel
      title={flag.kind === 'call' ? 'Call this flag' : 'Ask this flag'}
      note={
        flag.kind === 'call'
          ? 'Product code names the flag; Knowngood chooses the model. Nothing has to be deployed when that choice changes.'
          : 'Product code names the flag and gives a default. Nothing has to be deployed when its value changes.'
      }
    >
      <Stack gap="sm">
        {/* On a phone the choices are wider than the page, and scroll by themselves. */}
        <Box style={{ overflowX: 'auto' }}>
          <SegmentedControl
            size="xs"
            aria-label="Language"
            value={snippet.key}
            onChange={setChosen}
            data={all.map(({ key, label }) => ({ value: key, label }))}
          />
        </Box>
        <CodeBlock code={snippet.code} label={`${snippet.label} snippet`} />
        <Text size="sm" c="dimmed">
          {snippet.note} {keyWords(snippet)}
        </Text>
      </Stack>
    </Panel>
  );
}

/** How to come by the key that a snippet needs. */
const keyWords = ({ key, scopes }: Snippet): string =>
  key === 'browser'
    ? `npm run create-key -- --scopes public --origins https://… makes its key.`
    : `KNOWNGOOD_API_KEY holds a key of this environment: npm run create-key -- --scopes ${scopes}`;
