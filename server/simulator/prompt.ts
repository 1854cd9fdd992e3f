/** A chat message reduced to what matters here: who said it and its text. */
export type PromptMessage = { role: string; text: string };

/** What is asked, and the texts an answer may be quoted from. */
export type ReadPrompt = { question: string; sources: string[] };

/** Where a prompt marks its source text with these tags, nothing outside them is quoted. */
const DELIMITERS = ['passages', 'handbook'] as const;
/** Ranking costs question words times sentences: this bounds the first. */
const LONGEST_QUESTION = 2_000;
const SYSTEM_ROLES = new Set(['system', 'developer']);
const QUESTION_LINE = /^[ \t]*(?:#{1,6}[ \t]+)?\**question\**[ \t]*:\**[ \t]*/gim;
const ANSWER_LINE = /^[ \t]*\**answer\**[ \t]*:?\**[ \t]*:?[ \t]*$/im;
/** Sentences that speak to the assistant rather than about the subject. */
const MATERIAL =
  '(?:text|passages?|context|information|excerpts?|documents?|following|below|above|provided|given)';
const ADDRESSED_TO_ASSISTANT = new RegExp(
  `^(?:you are (?:an?|the) |you're an? |answer\\b|reply\\b|respond\\b|only (?:use|answer)\\b|here (?:is|are) the\\b|` +
    `(?:use|using|based (?:only )?on|given|cite|quote)(?: only| just)?(?: the)? ${MATERIAL}\\b|the following\\b|` +
    `keep (?:your|the) answer|be (?:brief|concise)|if the (?:answer|${MATERIAL}|question)\\b|` +
    `(?:do not|don't) (?:invent|make up|guess|mention|answer))`,
  'i',
);

/**
 * Finds the question (the last user message, or what follows its last "Question:" line) and the source text:
 * what stands in `<passages>` or `<handbook>` anywhere in the prompt, else all text outside system messages.
 */
export function readPrompt(messages: readonly PromptMessage[]): ReadPrompt {
  const split = messages.map((message) => ({ role: message.role, ...takeDelimited(message.text) }));
  const lastUser = split.findLastIndex((message) => message.role === 'user');
  const asked = splitQuestion(split[lastUser]?.rest ?? '');
  const question = asked.question.slice(0, LONGEST_QUESTION);
  const delimited = split.flatMap((message) => message.inside);
  if (split.some((message) => message.inside.length > 0)) return { question, sources: delimited };
  const open = split
    .filter((message, index) => index !== lastUser && !SYSTEM_ROLES.has(message.role))
    .map((message) => message.rest);
  const sources = [...open, asked.before].map(withoutInstructions).filter((text) => text.trim() !== '');
  return { question, sources };
}

/** Takes out delimited text. A tag that is only mentioned before the real one does not open it. */
function takeDelimited(text: string): { inside: string[]; rest: string } {
  const inside: string[] = [];
  let rest = text;
  for (const name of DELIMITERS) {
    const pieces = rest.split(new RegExp(`</${name}\\s*>`, 'i'));
    const opening = new RegExp(`<${name}(?:\\s[^<>]*)?>`, 'gi');
    rest = pieces
      .map((piece, index) => {
        const open = index < pieces.length - 1 ? [...piece.matchAll(opening)].at(-1) : undefined;
        if (open === undefined) return piece;
        inside.push(piece.slice(open.index + open[0].length));
        return piece.slice(0, open.index);
      })
      .join('\n');
  }
  return { inside, rest };
}

function splitQuestion(text: string): { question: string; before: string } {
  const line = [...text.matchAll(QUESTION_LINE)].at(-1);
  if (line !== undefined) {
    const after = text.slice(line.index + line[0].length);
    return { question: (after.split(ANSWER_LINE)[0] ?? '').trim(), before: text.slice(0, line.index) };
  }
  return lastParagraphAsked(text);
}

/** Without a "Question:" line, a message of several paragraphs asks in the last one that has a question mark. */
function lastParagraphAsked(text: string): { question: string; before: string } {
  const paragraphs = text.split(/\n[ \t]*\n/).filter((paragraph) => paragraph.trim() !== '');
  if (paragraphs.length < 2) return { question: text.trim(), before: '' };
  const asking = paragraphs.findLastIndex((paragraph) => paragraph.trimEnd().endsWith('?'));
  const index = asking === -1 ? paragraphs.length - 1 : asking;
  const before = paragraphs.filter((_, other) => other !== index).join('\n\n');
  return { question: (paragraphs[index] ?? '').trim(), before };
}

/** Undelimited text mixes material and instructions: drop the lines that open by addressing the assistant. */
function withoutInstructions(text: string): string {
  return text
    .split('\n')
    .filter((line) => !ADDRESSED_TO_ASSISTANT.test(line.trim()))
    .join('\n');
}
