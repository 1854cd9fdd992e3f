import { Box, Button, Code, CopyButton } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons.tsx';

/** Text to copy: a command or a snippet. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <Box pos="relative" ta="left">
      <Code
        block
        tabIndex={0}
        role="region"
        aria-label={label}
        pr={96}
        style={{
          background: 'var(--kg-subtle)',
          border: '1px solid var(--kg-line)',
          maxHeight: 480,
          overflow: 'auto',
        }}
      >
        {code}
      </Code>
      <Box pos="absolute" top={6} right={6}>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={copied ? <CheckIcon size={12} /> : <CopyIcon size={12} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Box>
    </Box>
  );
}
