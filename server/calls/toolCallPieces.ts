import type { ToolCall } from '../../shared/model/content.ts';
import type { ToolCallPiece } from '../../shared/model/stream.ts';

/** Puts a stream's pieces together: the name comes once, the arguments bit by bit. */
export function addPieces(calls: ToolCall[], pieces: readonly ToolCallPiece[]): void {
  for (const { index, id, name, arguments: text } of pieces) {
    const known = calls[index];
    if (known) known.arguments += text;
    else if (index === calls.length)
      calls.push({ id: id ?? `call_${index}`, name: name ?? '', arguments: text });
  }
}
