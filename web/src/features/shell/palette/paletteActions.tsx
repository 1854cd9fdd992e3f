import type { SpotlightActionGroupData } from '@mantine/spotlight';
import type { FlagSummary } from '../../../trpc.ts';
import { FlagIcon, LiftIcon, ShieldIcon, StopIcon } from '../../../ui/icons.tsx';
import { everything, type OverrideRequest } from '../../../ui/overrides/request.ts';
import { flagState, stateWords } from '../../../ui/StateBadge.tsx';
import { pages } from '../pages.ts';

interface PaletteInput {
  flags: readonly FlagSummary[];
  everythingOverridden: boolean;
  mayOverride: boolean;
  mayLift: boolean;
  onPage: (to: (typeof pages)[number]['to']) => void;
  onFlag: (flag: string) => void;
  onOverride: (request: OverrideRequest) => void;
}

type Action = SpotlightActionGroupData['actions'][number];

/** What the palette offers, in groups: pages, flags, and the emergency actions. */
export function paletteActions(input: PaletteInput): SpotlightActionGroupData[] {
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: pages.map(({ to, label, about, Icon }) => ({
        id: `page ${to}`,
        label,
        description: about,
        leftSection: <Icon />,
        onClick: () => input.onPage(to),
      })),
    },
    {
      group: 'Flags',
      actions: input.flags.map((flag) => ({
        id: `flag ${flag.key}`,
        label: flag.name,
        description: `${stateWords[flagState(flag)]} · ${flag.key}`,
        keywords: [flag.key, ...flag.tags],
        leftSection: <FlagIcon />,
        onClick: () => input.onFlag(flag.key),
      })),
    },
  ];
  if (input.mayOverride) groups.push({ group: 'Stop and undo', actions: emergencyActions(input) });
  return groups;
}

function emergencyActions({ flags, everythingOverridden, mayLift, onOverride }: PaletteInput): Action[] {
  const lift = (target: string, label: string, name?: string): Action => ({
    id: `lift ${target}`,
    label,
    leftSection: <LiftIcon />,
    onClick: () => onOverride({ action: 'lift', target, ...(name === undefined ? {} : { name }) }),
  });
  const own = (flag: FlagSummary) => flag.override?.target === flag.key;
  return [
    {
      id: 'stop',
      label: 'Stop everything',
      description: 'Known good or the static answer, for every flag',
      leftSection: <StopIcon />,
      onClick: () => onOverride({ action: 'known-good', target: everything }),
    },
    ...(everythingOverridden && mayLift ? [lift(everything, 'Lift override on everything')] : []),
    ...flags
      .filter((flag) => mayLift && own(flag))
      .map((flag) => lift(flag.key, `Lift override on ${flag.name}`, flag.name)),
    ...flags.map((flag) => ({
      id: `kill ${flag.key}`,
      label: `Kill ${flag.name}`,
      keywords: ['stop', 'off'],
      leftSection: <StopIcon />,
      onClick: () => onOverride({ action: 'kill', target: flag.key, name: flag.name }),
    })),
    ...flags.map((flag) => ({
      id: `known good ${flag.key}`,
      label: `Known good for ${flag.name}`,
      keywords: ['stop', 'fallback', 'roll back'],
      leftSection: <ShieldIcon />,
      onClick: () => onOverride({ action: 'known-good', target: flag.key, name: flag.name }),
    })),
  ];
}
