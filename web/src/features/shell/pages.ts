import { FlagIcon, HistoryIcon, OverviewIcon, SegmentIcon, UnitIcon } from '../../ui/icons.tsx';

/** The pages of the app, for the navigation and the palette. */
export const pages = [
  { to: '/', label: 'Overview', about: 'What is live, and the emergency stop', Icon: OverviewIcon },
  { to: '/flags', label: 'Flags', about: 'Every flag, with search and filters', Icon: FlagIcon },
  { to: '/segments', label: 'Segments', about: 'Named groups of people', Icon: SegmentIcon },
  { to: '/units', label: 'Units', about: 'Model, prompt and parameters, never edited', Icon: UnitIcon },
  { to: '/history', label: 'History', about: 'Who changed what, when and why; restore', Icon: HistoryIcon },
] as const;
