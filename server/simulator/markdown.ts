import { plainText } from './inlineMarkdown.ts';

/** A run of prose taken out of Markdown: a paragraph, a list item or a table row, without its markup. */
export type Block = {
  text: string;
  /** What of the text is its own: a table row's cells without the column names. */
  own: string;
  /** Headings above it and the line that introduces its list: what it is about, not what it says. */
  context: string;
  /** Items of one list share a number; each table row has its own. */
  paragraph: number;
  /** Changes at every heading and at every passage boundary. */
  section: number;
  /** A list item or table row may be short and still worth quoting. */
  isItem: boolean;
};

const FENCE = /^(`{3,}|~{3,})/;
const HEADING = /^(#{1,6})\s+(.*?)[\s#]*$/;
const RULE = /^(?:=+|-{3,}|\*{3,}|_{3,})$/;
const LIST_ITEM = /^(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/;
const TABLE_SEPARATOR = /^\|?[\s:]*-[-\s:|]*$/;
const TAG_LINE = /^<\/?[a-z][^<>]*>$/i;
const TITLE_ATTRIBUTE = /\b(?:title|name)="([^"]*)"/i;
/** Lines that prompts put above a passage to say where it comes from. */
const LABEL = /^(?:title|source|section|document|passage|chunk|file|url)(?:\s+\d+)?\s*:\s*(.{0,160})$/i;
const NUMBERED_TITLE = /^\[\d{1,4}\]\s+([^.!?]{1,80})$/;
const BOLD_LINE = /^\*\*([^*]+)\*\*:?$/;

/** Reads Markdown (or plain text) into blocks. Code fences, rules and images are left out. */
export function readBlocks(source: string): Block[] {
  const reader = new BlockReader();
  for (const line of source.split(/\r?\n/)) reader.read(line.replace(/^(?:\s*>)+/, '').trim());
  reader.flush();
  return reader.blocks;
}

class BlockReader {
  readonly blocks: Block[] = [];
  private headings: string[] = [];
  private lead = '';
  private paragraph = 0;
  private section = 0;
  private lines: string[] = [];
  private inItem = false;
  private fence: string | undefined;
  private tableHeader: string[] | undefined;
  private firstRow: string[] | undefined;

  read(line: string): void {
    if (this.fence !== undefined) {
      if (line.startsWith(this.fence)) this.fence = undefined;
      return;
    }
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      this.flush();
      if (!line.slice(fence.length).includes(fence)) this.fence = fence;
    } else if (line === '') this.endParagraph();
    else if (line.startsWith('|')) this.readTableRow(line);
    else this.readText(line);
  }

  flush(): void {
    const row = this.firstRow;
    this.firstRow = undefined;
    this.tableHeader = undefined;
    if (row === undefined && this.lines.length === 0) return;
    if (row !== undefined) this.emit(row.join(', '), true);
    const text = plainText(this.lines.join(' '));
    const alone = this.lines.length === 1 && !this.inItem;
    this.lines = [];
    if (text === '') return;
    if (text.endsWith(':')) this.lead = text;
    else if (alone && looksLikeTitle(text)) this.startSection(6, text);
    else {
      this.emit(text, this.inItem);
      if (!this.inItem) this.lead = '';
    }
  }

  private readText(line: string): void {
    const heading = HEADING.exec(line);
    const title = BOLD_LINE.exec(line)?.[1] ?? LABEL.exec(line)?.[1] ?? NUMBERED_TITLE.exec(line)?.[1];
    const item = LIST_ITEM.exec(line)?.[1];
    if (heading !== null) this.endWithHeading(heading[1]?.length ?? 1, heading[2] ?? '');
    else if (TAG_LINE.test(line)) this.endWithHeading(1, TITLE_ATTRIBUTE.exec(line)?.[1] ?? '');
    else if (RULE.test(line)) this.readRule(line);
    else if (title !== undefined) this.endWithHeading(LABEL.test(line) ? 1 : 6, title);
    else if (item !== undefined) {
      this.flush();
      this.inItem = true;
      this.lines = [item];
    } else {
      if (this.lines.length === 0) this.inItem = false;
      this.lines.push(line.replace(/^\[\d{1,4}\]\s+/, ''));
    }
  }

  /** A row of `=` or `-` under a single line makes that line a heading; elsewhere it is only a rule. */
  private readRule(line: string): void {
    const title = this.lines.length === 1 && !this.inItem && /^[=-]/.test(line) ? this.lines[0] : undefined;
    if (title === undefined) this.endParagraph();
    else {
      this.lines = [];
      this.startSection(line.startsWith('=') ? 1 : 2, title);
    }
  }

  private readTableRow(line: string): void {
    const cells = line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => plainText(cell));
    if (TABLE_SEPARATOR.test(line) && this.firstRow !== undefined) {
      this.tableHeader = this.firstRow;
      this.firstRow = undefined;
    } else if (this.tableHeader !== undefined) this.emitRow(this.tableHeader, cells);
    else {
      this.flush();
      this.firstRow = cells;
    }
  }

  private endParagraph(): void {
    const wasItem = this.inItem;
    this.flush();
    if (!wasItem) this.paragraph++;
  }

  private endWithHeading(level: number, title: string): void {
    this.flush();
    this.startSection(level, title);
  }

  private startSection(level: number, title: string): void {
    this.headings = [...this.headings.slice(0, level - 1), plainText(title)];
    this.lead = '';
    this.inItem = false;
    this.section++;
    this.paragraph++;
  }

  private emitRow(header: readonly string[], cells: readonly string[]): void {
    this.paragraph++;
    this.lead = header.join(' ');
    this.emit(rowSentence(header, cells), true, cells.join(' '));
  }

  private emit(text: string, isItem: boolean, own = text): void {
    const context = [...this.headings, isItem ? this.lead : ''].join(' ').trim();
    this.blocks.push({ text, own, context, paragraph: this.paragraph, section: this.section, isItem });
  }
}

function rowSentence(header: readonly string[], cells: readonly string[]): string {
  return cells
    .map((cell, column) => (header[column] ? `${header[column]}: ${cell}` : cell))
    .filter((part) => part !== '' && !part.endsWith(': '))
    .join('; ');
}

function looksLikeTitle(text: string): boolean {
  return !/[.!?;,\d]/.test(text) && text.split(' ').length <= 6;
}
