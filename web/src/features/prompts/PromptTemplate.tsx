import { Stack, Text } from '@mantine/core';
import type { PromptDetail } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import { MessageView } from './MessageView.tsx';
import classes from './Prompts.module.css';

/** The text as it stands in the file, with the variables that go into it, in words. */
export function PromptTemplate({ prompt }: { prompt: PromptDetail }) {
  return (
    <Stack gap="md">
      <Panel
        title="Variables"
        note="What a call must or may give. Every value is checked before a model is asked."
      >
        {prompt.variables.length === 0 ? (
          <Text size="sm">None: every call gets the same text.</Text>
        ) : (
          <dl className={classes.variables}>
            {prompt.variables.map((variable) => (
              <div key={variable.name} style={{ display: 'contents' }}>
                <dt className={classes.mono}>{variable.name}</dt>
                <dd>
                  {variable.words}
                  {variable.description !== '' && (
                    <Text span inherit c="dimmed">
                      {' '}
                      – {variable.description}
                    </Text>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Panel>
      <Panel title="Messages" note="{{ … }} is where a value goes. A value is data: it can make no message.">
        <Stack gap="xs">
          {prompt.sections.map((section, index) => (
            <MessageView
              // Sections have no identity but their place.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              role={section.role}
            >
              {section.role === 'history' ? undefined : section.template}
            </MessageView>
          ))}
        </Stack>
      </Panel>
    </Stack>
  );
}
