import type { CallRequest } from '../../shared/model/call.ts';
import type { ContentPart } from '../../shared/model/content.ts';
import { type Message, renderPrompt } from '../prompts/renderPrompt.ts';
import type { Pipe } from './pipe.ts';
import type { UnitStep } from './route.ts';

/** The unit's messages: the caller's variables, input, images, turns and the retrieved passages in their places. */
export async function fillPrompt(
  pipe: Pick<Pipe, 'retrieve'>,
  { unit, prompt }: Pick<UnitStep, 'unit' | 'prompt'>,
  request: CallRequest,
): Promise<Message[]> {
  const { input, variables, history, images, following, system } = request;
  const filled: Record<string, unknown> = { ...variables, ...(input === undefined ? {} : { input }) };
  const { retrieval } = unit.specification;
  if (retrieval && filled[retrieval.variable] === undefined) {
    const query = String(filled.input ?? '');
    filled[retrieval.variable] = await pipe.retrieve(retrieval.collection, query, retrieval.k);
  }
  const messages = renderPrompt(prompt, filled, history);
  if (images.length === 0 && following.length === 0 && system.length === 0) return messages;
  return [...withSystem(withImages(messages, images), system), ...following];
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
