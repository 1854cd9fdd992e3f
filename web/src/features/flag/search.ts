import { minutes } from '../../ui/range.ts';
import { oneOf, searchParams } from '../../ui/searchParams.ts';

/** The tabs of a flag's page, in order, by their name in the URL; `calls` are about AI calls, which a value flag has none of. */
export const tabs = [
  { value: 'targeting', label: 'Targeting', calls: false },
  { value: 'tester', label: 'Who gets what', calls: false },
  { value: 'try', label: 'Try it', calls: true },
  { value: 'traffic', label: 'Traffic', calls: true },
  { value: 'calls', label: 'Calls', calls: true },
  { value: 'conversations', label: 'Conversations', calls: true },
  { value: 'history', label: 'History', calls: false },
  { value: 'code', label: 'Code', calls: false },
] as const;
export type FlagTab = (typeof tabs)[number]['value'];

export const readFlagSearch = searchParams({ tab: oneOf(...tabs.map(({ value }) => value)), minutes });
export type FlagSearch = ReturnType<typeof readFlagSearch>;
