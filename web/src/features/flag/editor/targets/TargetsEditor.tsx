import { Alert, SimpleGrid } from '@mantine/core';
import { counted } from '../../../../ui/format.ts';
import { Panel } from '../../../../ui/Panel.tsx';
import { nameOf } from '../../variants.ts';
import { useEditor } from '../EditorContext.ts';
import { TargetField } from './TargetField.tsx';
import { namedTwice, withKeys } from './targetKeys.ts';

/** People who are named one by one. */
export function TargetsEditor() {
  const { draft, change } = useEditor();
  const twice = namedTwice(draft.targets);
  const first = twice[0];
  return (
    <Panel
      title="Individual targets"
      note="People who get one variant whatever the rules say, by their targeting key. Paste one on each line, or a CSV with a column targetingKey."
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {draft.variants.map(({ key, name }) => {
          const index = draft.targets.findIndex((target) => target.variant === key);
          return (
            <TargetField
              key={key}
              path={`targets.${index}`}
              name={name}
              keys={draft.targets[index]?.targetingKeys ?? []}
              onKeys={(keys) =>
                change({ targets: withKeys(draft.targets, draft.variants, { variant: key, keys }) })
              }
            />
          );
        })}
      </SimpleGrid>
      {first && (
        <Alert color="amber" variant="light" p="xs" mt="sm" role="status">
          {counted(twice.length, 'person is', 'people are')} named for more than one variant, such as “
          {first.key}” for {first.variants.map((variant) => nameOf(draft, variant)).join(' and ')}. The first
          one counts: {nameOf(draft, first.variants[0] ?? '')}.
        </Alert>
      )}
    </Panel>
  );
}
