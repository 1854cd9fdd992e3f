import { Text } from '@mantine/core';
import type { UnitEntry } from '../../trpc.ts';
import classes from './UnitCard.module.css';

const roles = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  history: 'Earlier turns of the conversation go here',
} as const;

/** A prompt version, to read; it is changed in the prompt repository, by review. */
export function PromptView({ prompt }: { prompt: NonNullable<UnitEntry['prompt']> }) {
  return (
    <div className={classes.prompt}>
      <Text size="sm">
        {prompt.description}{' '}
        <Text span inherit c="dimmed">
          Kept in{' '}
          <span style={{ fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 }}>
            {prompt.path}
          </span>
          , changed there by review.
        </Text>
      </Text>
      {prompt.sections.map((section, index) => (
        // Sections have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className={classes.section}>
          <p className={classes.role} style={section.role === 'history' ? { borderBottom: 0 } : undefined}>
            {roles[section.role]}
          </p>
          {section.role !== 'history' && <p className={classes.template}>{section.template}</p>}
        </div>
      ))}
    </div>
  );
}
