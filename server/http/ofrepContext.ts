import { EvaluationContext } from '../../shared/model/context.ts';
import { fieldIssues } from '../errors.ts';
import { OfrepError } from './ofrepErrors.ts';

/**
 * The context of a request body `{"context": {...}}`. Without one, nothing is known about the user. A targeting key
 * that is null or empty counts as missing: some languages' SDKs send it so.
 * @throws OfrepError PARSE_ERROR, INVALID_CONTEXT
 */
export function readOfrepContext(body: unknown): EvaluationContext {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new OfrepError('PARSE_ERROR', 'The body must be a JSON object such as {"context": {...}}');
  const { context = {} } = body as { context?: unknown };
  const parsed = EvaluationContext.safeParse(withoutEmptyKey(context ?? {}));
  if (parsed.success) return parsed.data;
  const [issue] = fieldIssues(parsed.error.issues);
  throw new OfrepError(
    'INVALID_CONTEXT',
    `${['context', issue?.path].filter(Boolean).join('.')}: ${issue?.message}. An attribute is a text, a number, true, false, null or a list of these`,
  );
}

function withoutEmptyKey(context: unknown): unknown {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return context;
  const { targetingKey, ...rest } = context as Record<string, unknown>;
  return targetingKey === null || targetingKey === '' ? rest : context;
}
