import type { PromptSection } from '../../shared/model/prompt.ts';
import type { ProblemCollector } from './problem.ts';

const marker = /^@(system|user|assistant|history)[ \t]*$/;
const nearly = /^@([A-Za-z]+)[ \t]*$/;

/** Where each section's template begins in the file, by the section's place. */
export interface CutSections {
  sections: PromptSection[];
  lines: number[];
}

/**
 * Cuts the body into sections, each begun by a line `@system`, `@user`, `@assistant` or `@history`. `firstLine` is
 * the body's first line in the file.
 */
export function cutSections(body: string, firstLine: number, found: ProblemCollector): CutSections {
  const cut: { role: string; line: number; lines: string[] }[] = [];
  let stray = false;
  body.split('\n').forEach((text, index) => {
    const line = firstLine + index;
    const role = marker.exec(text)?.[1];
    if (role) cut.push({ role, line, lines: [] });
    else {
      const close = nearly.exec(text)?.[1];
      if (close !== undefined)
        found.warn(
          line,
          `"@${close}" begins no section and is sent as text; sections are @system, @user, @assistant and @history`,
        );
      const last = cut.at(-1);
      if (last) last.lines.push(text);
      else if (text.trim() !== '' && !stray) {
        stray = true;
        found.error(line, 'Text stands before the first section; begin with a line such as "@system"');
      }
    }
  });
  if (!cut.some(({ role }) => role === 'user'))
    found.error(firstLine, 'It needs at least one "@user" section');
  if (cut.length > 50) found.error(cut[50]?.line ?? firstLine, 'At most 50 sections make one prompt');
  const lines: number[] = [];
  const sections = cut.map((one): PromptSection => {
    const whole = one.lines.join('\n');
    const template = whole.replace(/^\n+|\s+$/g, '');
    const leading = /^\n*/.exec(whole)?.[0].length ?? 0;
    lines.push(one.line + 1 + leading);
    if (one.role !== 'history')
      return { role: one.role === 'system' || one.role === 'assistant' ? one.role : 'user', template };
    if (template !== '')
      found.error(one.line, '"@history" is a slot: no text may follow it before the next section');
    return { role: 'history' };
  });
  return { sections, lines };
}
