import type { Author } from '../../shared/model/revision.ts';
import type { NewUnit } from '../../shared/model/unit.ts';
import { requireUsable } from '../calls/answerSchema.ts';
import { commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';
import { declaredVariables } from '../prompts/compilePrompt.ts';
import { findPrompt } from '../prompts/findPrompt.ts';
import type { Provider } from '../providers/provider.ts';
import { makeUnit } from './makeUnit.ts';

/**
 * Registers a unit. The same content is the same unit: asking again changes nothing and answers its id.
 * @throws KnowngoodError INVALID (a moving model, an unknown provider, a variable that the prompt lacks, a schema that cannot be used), NOT_FOUND (the prompt).
 */
export async function registerUnit(
  { configuration, providers }: { configuration: Configuration; providers: ReadonlyMap<string, Provider> },
  request: { environment: string; author: Author; specification: NewUnit; label?: string; reason: string },
): Promise<{ unit: string; label: string; registered: boolean; revision: number }> {
  const { environment, author, specification, reason } = request;
  const snapshot = configuration.committed(environment);
  const prompt = findPrompt(snapshot, specification.prompt);
  if (!providers.has(specification.provider))
    throw invalid(
      'specification.provider',
      `No provider "${specification.provider}" is set up on this server; there is ${[...providers.keys()].join(', ') || 'none'}`,
    );
  const { retrieval } = specification;
  if (retrieval && !declaredVariables(prompt).includes(retrieval.variable))
    throw invalid(
      'specification.retrieval.variable',
      `The prompt ${prompt.name} ${prompt.version} declares no variable "${retrieval.variable}" that passages could fill`,
    );
  const { responseSchema } = specification;
  if (responseSchema) requireUsable(responseSchema, 'specification.responseSchema');
  const { name, version, contentHash } = prompt;
  const unit = makeUnit({ ...specification, prompt: { name, version, contentHash } }, request.label);
  const known = snapshot.units.get(unit.id);
  if (known) return { unit: known.id, label: known.label, registered: false, revision: snapshot.revision };
  const { revision, changed } = await commit(configuration, {
    environment,
    author,
    reason,
    changes: [{ kind: 'unit', key: unit.id, body: unit }],
  });
  return { unit: unit.id, label: unit.label, registered: changed, revision };
}

const invalid = (path: string, message: string) =>
  new KnowngoodError('INVALID', message, { issues: [{ path, message }] });
