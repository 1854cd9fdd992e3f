import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpcClient } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';

type Format = 'yaml' | 'json';

/** Hands a text to the browser as a file. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

export function ExportPanel() {
  const get = useMutation({
    mutationFn: async (format: Format) => {
      const { text } = await trpcClient.documents.export.query({ format });
      download(`environment.${format}`, text);
    },
  });
  return (
    <Panel
      title="Export"
      note="Flags, segments, units and prompts as one document, always in the same order: made for version control. Overrides and keys are not in it."
    >
      {get.error && <PageFailure error={get.error} />}
      <Group gap="xs">
        {(['yaml', 'json'] as const).map((format) => (
          <Button
            key={format}
            variant="default"
            loading={get.isPending && get.variables === format}
            onClick={() => get.mutate(format)}
          >
            Download {format.toUpperCase()}
          </Button>
        ))}
      </Group>
    </Panel>
  );
}
