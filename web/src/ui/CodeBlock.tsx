import { Button, Code, CopyButton } from '@mantine/core';
import classes from './CodeBlock.module.css';
import { CheckIcon, CopyIcon } from './icons.tsx';

/** Text to copy: a command or a snippet. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={classes.block}>
      <Code block tabIndex={0} role="region" aria-label={label} className={classes.code ?? ''}>
        {code}
      </Code>
      <div className={classes.copy}>
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
      </div>
    </div>
  );
}
