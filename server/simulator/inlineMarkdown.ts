/** Inline Markdown without its markup; inline code keeps its backticks and is never changed. */
export function plainText(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : stripInline(part)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

function stripInline(text: string): string {
  return text
    .replace(/!\[[^[\]]*\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '')
    .replace(/\[([^[\]]*)\](?:\([^()\s]*(?:\s+"[^"]*")?\)|\[[^[\]]*\])/g, '$1')
    .replace(/<\/?[a-z!][^<>]*>/gi, '')
    .replace(/(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])/g, '')
    .replace(/(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)/g, '')
    .replace(/\\([*_`#|[\]])/g, '$1')
    .replace(/^[QA][:.]\s+/, '');
}
