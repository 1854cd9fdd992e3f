import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { curlSnippet } from './ingestSnippets.ts';

/** How documents come into a collection: from a service, with a key. */
export function HowToIngest({ collection }: { collection: string }) {
  return (
    <Stack gap="xs" ta="start">
      <Text size="sm">
        Documents come from your services. Make{' '}
        <Anchor inherit underline="always" renderRoot={(props) => <Link to="/settings/keys" {...props} />}>
          an API key
        </Anchor>{' '}
        that “Writes documents to collections”, put it in <code>KNOWNGOOD_API_KEY</code>, and run this:
      </Text>
      <CodeBlock label="Ingest with curl" code={curlSnippet(window.location.origin, collection)} />
      <Text size="sm" c="dimmed">
        At most 200 documents a call. An answer means that the write is safe; a moment later it is found. The
        same id again replaces a document, and <code>ai.ingest.remove</code> takes ids away.
      </Text>
    </Stack>
  );
}
