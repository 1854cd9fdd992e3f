import type { CallRequest } from '../../shared/model/call.ts';
import type { ServedFrom } from '../../shared/model/collection.ts';
import type { ContentPart } from '../../shared/model/content.ts';
import { isWellFormed } from '../../shared/model/wholeText.ts';
import { KnowngoodError } from '../errors.ts';
import { type Message, renderPrompt } from '../prompts/renderPrompt.ts';
import type { Pipe } from './pipe.ts';
import type { UnitStep } from './route.ts';

/** A unit's messages, and the index that its passages came from; null where it has retrieved none. */
interface Filled {
  messages: Message[];
  served: ServedFrom | null;
}

/** Runs something with a signal that ends it when its time is over or the caller has left. */
type InTime = <T>(act: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * The unit's messages: the caller's variables, input, images, turns and the retrieved passages in their places.
 * @param from Where its collection is, and when the search must have ended.
 * @throws KnowngoodError INVALID, TOO_LARGE; RetrievalFailure
 */
export async function fillPrompt(
  pipe: Pick<Pipe, 'retrieve'>,
  { unit, prompt }: Pick<UnitStep, 'unit' | 'prompt'>,
  request: CallRequest,
  from: { environment: string; inTime: InTime },
): Promise<Filled> {
  const { input, variables, history, images, following, system } = request;
  const filled: Record<string, unknown> = { ...variables, ...(input === undefined ? {} : { input }) };
  const { retrieval } = unit.specification;
  let served: ServedFrom | null = null;
  if (retrieval && filled[retrieval.variable] === undefined) {
    const query = String(filled.input ?? '');
    const { environment, inTime } = from;
    const { context } = request;
    const found = await inTime((signal) => pipe.retrieve({ environment, signal, retrieval, query, context }));
    filled[retrieval.variable] = found.text;
    served = found.served;
  }
  const messages = renderPrompt(prompt, filled, history);
  requireWhole('system', system);
  requireWhole('following', following);
  if (images.length === 0 && following.length === 0 && system.length === 0) return { messages, served };
  return { messages: [...withSystem(withImages(messages, images), system), ...following], served };
}

/** Half a character has no UTF-8 form, so no model could get it as it is. @throws KnowngoodError INVALID */
function requireWhole(place: string, parts: readonly unknown[]): void {
  const at = parts.findIndex((part) => !isWellFormed(part));
  if (at === -1) return;
  const message = 'holds half a character (a lone surrogate), which cannot be sent: send whole characters';
  const path = `${place}.${at}`;
  throw new KnowngoodError('INVALID', `${path}: ${message}`, { issues: [{ path, message }] });
}

/** A caller's system messages stand after the prompt's own, before anything else. */
function withSystem(messages: Message[], system: readonly string[]): Message[] {
  const first = messages.findIndex((message) => message.role !== 'system');
  const at = first === -1 ? messages.length : first;
  return messages.toSpliced(at, 0, ...system.map((content): Message => ({ role: 'system', content })));
}

/** Images go with the input: the last message of the user's. */
function withImages(messages: Message[], images: readonly ContentPart[]): Message[] {
  const at = messages.findLastIndex((message) => message.role === 'user');
  const message = messages[at];
  if (images.length === 0 || message?.role !== 'user') return messages;
  const own: ContentPart[] =
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  return messages.with(at, { role: 'user', content: [...own, ...images] });
}
