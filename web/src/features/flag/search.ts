import { z } from 'zod/mini';
import { Minutes } from '../../ui/range.ts';

/** The tabs of a flag's page, in order, by their name in the URL; `calls` are about AI calls, which a value flag has none of. */
export const tabs = [
  { value: 'targeting', label: 'Targeting', calls: false },
  { value: 'tester', label: 'Who gets what', calls: false },
  { value: 'try', label: 'Try it', calls: true },
  { value: 'traffic', label: 'Traffic', calls: true },
  { value: 'calls', label: 'Calls', calls: true },
  { value: 'history', label: 'History', calls: false },
  { value: 'code', label: 'Code', calls: true },
] as const;
export type FlagTab = (typeof tabs)[number]['value'];

export const FlagSearch = z.object({
  tab: z.catch(
    z.optional(z.enum(['targeting', 'tester', 'try', 'traffic', 'calls', 'history', 'code'])),
    undefined,
  ),
  minutes: Minutes,
});
export type FlagSearch = z.infer<typeof FlagSearch>;
