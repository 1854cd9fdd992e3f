import { ActionIcon, Button, Group, MultiSelect, Stack, Text } from '@mantine/core';
import type { Prerequisite } from '../../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../../trpc.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { CrossIcon, PlusIcon } from '../../../../ui/icons.tsx';
import { Panel } from '../../../../ui/Panel.tsx';
import { PrerequisiteGraph } from '../../needs/PrerequisiteGraph.tsx';
import { useEditor } from '../EditorContext.ts';
import { FlagPicker } from './FlagPicker.tsx';

/** Other flags that must serve something before this one looks at anybody. */
export function PrerequisitesEditor() {
  const { draft, data, change } = useEditor();
  const { prerequisites } = draft;
  const set = (next: Prerequisite[]) => change({ prerequisites: next });
  const others = data.flagKeys;
  const free = others.find(({ key }) => !prerequisites.some(({ flag }) => flag === key));
  return (
    <Panel
      title="Needs other flags"
      note="Unless each of these serves what is named here, this flag serves what it serves when it is off."
    >
      <Stack gap="xs">
        {prerequisites.length > 0 && <PrerequisiteGraph flag={draft} others={others} />}
        {prerequisites.map((prerequisite, index) => (
          <PrerequisiteRow
            key={prerequisite.flag}
            path={`prerequisites.${index}`}
            prerequisite={prerequisite}
            others={others}
            taken={prerequisites.map(({ flag }) => flag)}
            onChange={(next) => set(prerequisites.with(index, next))}
            onRemove={() => set(prerequisites.toSpliced(index, 1))}
          />
        ))}
        {others.length === 0 ? (
          <Text size="sm" c="dimmed">
            There is no other flag that it could need.
          </Text>
        ) : (
          <Button
            size="xs"
            variant="default"
            leftSection={<PlusIcon size={14} />}
            style={{ alignSelf: 'flex-start' }}
            disabled={free === undefined}
            onClick={() => free && set([...prerequisites, { flag: free.key, variants: [] }])}
          >
            Add a flag that it needs
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

interface PrerequisiteRowProps {
  path: string;
  prerequisite: Prerequisite;
  others: FlagData['flagKeys'];
  /** The flags that it needs already. */
  taken: readonly string[];
  onChange: (prerequisite: Prerequisite) => void;
  onRemove: () => void;
}

function PrerequisiteRow({ path, prerequisite, others, taken, onChange, onRemove }: PrerequisiteRowProps) {
  const flagError = useIssue(`${path}.flag`);
  const error = useIssue(`${path}.variants`);
  const chosen = others.find(({ key }) => key === prerequisite.flag);
  const about = chosen?.name ?? prerequisite.flag;
  return (
    <Group gap={8} align="flex-end">
      <FlagPicker
        label="Flag"
        flags={others}
        taken={taken}
        value={prerequisite.flag}
        error={flagError}
        onChange={(flag) => onChange({ flag, variants: [] })}
      />
      <MultiSelect
        label="must serve"
        placeholder={prerequisite.variants.length === 0 ? 'choose variants' : ''}
        error={error}
        data={(chosen?.variants ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        value={prerequisite.variants}
        onChange={(variants) => onChange({ ...prerequisite, variants })}
        style={{ flex: '2 1 240px' }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Needs ${about} no longer`}
        onClick={onRemove}
      >
        <CrossIcon size={14} />
      </ActionIcon>
    </Group>
  );
}
