import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { z } from 'zod';
import type { Chunk, LangchainSplitter, SplittableDocument } from '../../shared/retrieval/splitter.ts';
import { chunksOf, normalised, type Stretch } from '../../shared/retrieval/stretches.ts';

const name = '@langchain/textsplitters';

/** Why a splitter cannot be used with what is installed here; null where it can. */
export async function langchainProblem({ id }: Pick<LangchainSplitter, 'id'>): Promise<string | null> {
  const wanted = id.split('@')[1];
  const installed = await installedVersion();
  return installed === wanted
    ? null
    : `The splitter ${id} is ${name} ${wanted}, and ${installed === null ? 'it is not installed here' : `${installed} is installed here`}. Install ${name}@${wanted}, or make an index version with another splitter`;
}

/** The chunks of a document as LangChain's recursive splitter cuts it. @throws Error where another version is installed */
export async function splitByLangchain(
  splitter: LangchainSplitter,
  document: SplittableDocument,
): Promise<Chunk[]> {
  const cutter = await cutterOf(splitter);
  const text = normalised(splitter, document.text);
  const stretches = locate(text, await cutter.splitText(text));
  return chunksOf(splitter, { title: document.title, text }, stretches);
}

/**
 * Where parts of a text stand that were cut from it in their order, say its ends again, and leave out nothing but spaces.
 * Each is taken at its last place that leaves no gap, so that the next one has always a place as well.
 */
export function locate(text: string, parts: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const part of parts) {
    const start = text.lastIndexOf(part, nextWord(text, end));
    if (start === -1) throw new Error(`${name} has made a chunk that its text does not hold`);
    end = start + part.length;
    const whole = { start: pairBegin(text, start), end: pairBegin(text, end) };
    if (whole.end > whole.start) stretches.push(whole);
  }
  return stretches;
}

/** The place at or after one where something other than space stands. */
function nextWord(text: string, from: number): number {
  const word = /\S/g;
  word.lastIndex = from;
  return word.exec(text)?.index ?? text.length;
}

/** A place between the halves of a character beyond the first plane goes before it. */
const pairBegin = (text: string, at: number): number =>
  at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;

const cutters = new Map<string, Promise<RecursiveCharacterTextSplitter>>();

function cutterOf(splitter: LangchainSplitter): Promise<RecursiveCharacterTextSplitter> {
  const { separators, size, overlap } = splitter;
  const key = `${separators} ${size} ${overlap}`;
  const found = cutters.get(key) ?? makeCutter(splitter);
  cutters.set(key, found);
  found.catch(() => cutters.delete(key));
  return found;
}

/** The library is large, so that it is read only where an index version wants it. */
async function makeCutter(splitter: LangchainSplitter): Promise<RecursiveCharacterTextSplitter> {
  const problem = await langchainProblem(splitter);
  if (problem !== null) throw new Error(problem);
  const { RecursiveCharacterTextSplitter: Cutter } = await import('@langchain/textsplitters');
  const sizes = { chunkSize: splitter.size, chunkOverlap: splitter.overlap };
  return splitter.separators === 'markdown' ? Cutter.fromLanguage('markdown', sizes) : new Cutter(sizes);
}

async function installedVersion(): Promise<string | null> {
  try {
    const file = fileURLToPath(import.meta.resolve(`${name}/package.json`));
    return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
  } catch {
    return null;
  }
}
