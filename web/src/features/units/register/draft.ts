import { NewUnit } from '../../../../../shared/model/unit.ts';
import type { UnitEntry } from '../../../trpc.ts';
import type { Issue } from '../../../ui/form/issues.ts';
import { validate } from '../../../ui/form/validate.ts';

/** What the form holds while a unit is put together. NaN and '' are what is not filled in. */
export interface UnitDraft {
  provider: string;
  model: string;
  /** "name@version". */
  prompt: string;
  temperature: number;
  topP: number;
  maxOutputTokens: number;
  seed: number;
  retrieval: boolean;
  collection: string;
  k: number;
  variable: string;
  /** JSON, as it is typed. */
  tools: string;
  responseSchema: string;
  streamedSchema: 'hold' | 'report';
  label: string;
}

const nothing = Number.NaN;

/** A form to begin with: empty, or filled from a unit that the new one is to differ from. */
export function draftFrom(base: UnitEntry['specification'] | null): UnitDraft {
  const { parameters = {}, retrieval } = base ?? {};
  const json = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2));
  return {
    provider: base?.provider ?? '',
    model: base?.model ?? '',
    prompt: base ? `${base.prompt.name}@${base.prompt.version}` : '',
    temperature: parameters.temperature ?? nothing,
    topP: parameters.topP ?? nothing,
    maxOutputTokens: parameters.maxOutputTokens ?? nothing,
    seed: parameters.seed ?? nothing,
    retrieval: retrieval !== undefined,
    collection: retrieval?.collection ?? 'docs',
    k: retrieval?.k ?? 4,
    variable: retrieval?.variable ?? 'passages',
    tools: json(base?.tools),
    responseSchema: json(base?.responseSchema),
    streamedSchema: base?.streamedSchema ?? 'hold',
    label: '',
  };
}

/** The unit that a draft describes, and what is wrong with it, by field. */
export function readDraft(draft: UnitDraft): { unit: NewUnit | null; issues: Issue[] } {
  const [name = '', version = ''] = draft.prompt.split('@');
  const jsonIssues: Issue[] = [];
  const json = (path: 'tools' | 'responseSchema'): unknown => {
    if (draft[path].trim() === '') return undefined;
    try {
      return JSON.parse(draft[path]);
    } catch {
      jsonIssues.push({ path, message: 'This is not JSON yet' });
      return undefined;
    }
  };
  const given = (value: number) => (Number.isNaN(value) ? undefined : value);
  const { retrieval, collection, k, variable, temperature, topP, maxOutputTokens, seed } = draft;
  const responseSchema = json('responseSchema');
  const unit = defined({
    provider: draft.provider,
    model: draft.model.trim(),
    prompt: { name, version },
    parameters: defined({
      temperature: given(temperature),
      topP: given(topP),
      maxOutputTokens: given(maxOutputTokens),
      seed: given(seed),
    }),
    retrieval: retrieval ? { collection, k, variable } : undefined,
    tools: json('tools'),
    responseSchema,
    // The default is left out, so that it makes no other unit.
    streamedSchema: responseSchema !== undefined && draft.streamedSchema === 'report' ? 'report' : undefined,
  });
  const issues = [...jsonIssues, ...validate(NewUnit, unit).map(inPlace)];
  const parsed = NewUnit.safeParse(unit);
  return { unit: issues.length === 0 && parsed.success ? parsed.data : null, issues };
}

/** The schema's words for what the form asks for in one field. */
function inPlace({ path, message }: Issue): Issue {
  if (path.startsWith('prompt')) return { path: 'prompt', message: 'Choose a prompt version' };
  if (path === 'provider') return { path, message: 'Choose a provider' };
  if (path === 'model' && message === 'Fill this in') return { path, message: 'Name a model' };
  return { path, message };
}

const defined = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
