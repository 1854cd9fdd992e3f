import {
  CheckIcon,
  CopyIcon,
  FlagIcon,
  HistoryIcon,
  OverviewIcon,
  PromptIcon,
  PulseIcon,
  SearchIcon,
  SegmentIcon,
  SettingsIcon,
  ShieldIcon,
  UnitIcon,
} from '../../ui/icons.tsx';

/** The pages of the app, for the navigation and the palette. */
export const pages = [
  { to: '/', label: 'Overview', about: 'What is live, and the emergency stop', Icon: OverviewIcon },
  { to: '/flags', label: 'Flags', about: 'Every flag, with search and filters', Icon: FlagIcon },
  { to: '/segments', label: 'Segments', about: 'Named groups of people', Icon: SegmentIcon },
  { to: '/units', label: 'Units', about: 'Model, prompt and parameters, never edited', Icon: UnitIcon },
  {
    to: '/prompts',
    label: 'Prompts',
    about: 'Versions, previews and differences; read-only',
    Icon: PromptIcon,
  },
  { to: '/collections', label: 'Collections', about: 'Documents that are searched', Icon: SearchIcon },
  { to: '/providers', label: 'Providers', about: 'Queues, failures and breakers right now', Icon: PulseIcon },
  { to: '/history', label: 'History', about: 'Who changed what, when and why; restore', Icon: HistoryIcon },
  { to: '/approvals', label: 'Approvals', about: 'Changes that wait for a second person', Icon: CheckIcon },
  { to: '/compare', label: 'Compare', about: 'Another environment beside this one; promote', Icon: CopyIcon },
  {
    to: '/audit',
    label: 'Audit',
    about: 'Is the log whole; export, import, as of a revision',
    Icon: ShieldIcon,
  },
  {
    to: '/settings',
    label: 'Settings',
    about: 'People, keys, environments, your account',
    Icon: SettingsIcon,
  },
] as const;
