import { oneOf, searchParams, text } from '../../ui/searchParams.ts';

export const promptTabs = ['preview', 'template', 'compare'] as const;

/** What a prompt's page shows: a version, a tab, and the version that it is compared with. */
export const readPromptSearch = searchParams({ version: text, tab: oneOf(...promptTabs), against: text });
export type PromptSearch = ReturnType<typeof readPromptSearch>;
