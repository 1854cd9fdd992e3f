const isRow = (line: string): boolean => line.startsWith('|');
const isRule = (line: string | undefined): boolean => /^\|[\s:|-]+\|\s*$/.test(line ?? '');

/**
 * Markdown with each row of a table as a paragraph that names its columns, "variable: `PORT`; default: `4600`; meaning: port
 * of the server.": a table is read by the row, and a splitter that counts words would cut it in the middle of one, far from
 * the names of the columns. A bar in a cell is written `\|`; what stands in a code fence is no table.
 */
export function spellOutTables(lines: readonly string[]): string {
  const told: string[] = [];
  let columns: string[] | null = null;
  let fenced = false;
  for (const [at, line] of lines.entries()) {
    if (/^(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced || !isRow(line)) columns = null;
    if (fenced || !isRow(line)) told.push(line);
    else if (columns === null && isRule(lines[at + 1])) columns = cellsOf(line);
    else if (columns === null) told.push(line);
    else if (!isRule(line)) told.push('', rowInWords(columns, cellsOf(line)), '');
  }
  return told
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function rowInWords(columns: readonly string[], cells: readonly string[]): string {
  const words = cells
    .flatMap((cell, at) => (cell === '' ? [] : [columns[at] ? `${columns[at]}: ${cell}` : cell]))
    .join('; ');
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
