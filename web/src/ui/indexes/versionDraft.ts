import type { IndexVersionSpecification } from '../../../../shared/retrieval/indexVersion.ts';
import { plainSplitter } from '../../../../shared/retrieval/plainSplitter.ts';
import type { Splitter } from '../../../../shared/retrieval/splitter.ts';
import type { Inputs } from '../../trpc.ts';
import { formatCount } from '../format.ts';

/** What is kept whole, by our own splitter; or another one. */
export type Cut = 'sentence' | 'paragraph' | 'token' | 'langchain-plain' | 'langchain-markdown';

/** What is typed about a new index version. */
export interface VersionDraft {
  embedder: 'lexical-a@1' | 'lexical-b@1' | 'provider';
  provider: string;
  model: string;
  dimensions: number | '';
  cut: Cut;
  /** Tokens, or characters where LangChain's splitter cuts. */
  size: number | '';
  overlap: number | '';
  title: Splitter['title'];
  normalisation: Splitter['normalisation'];
}

export const blankVersion: VersionDraft = {
  embedder: 'lexical-b@1',
  provider: '',
  model: '',
  dimensions: '',
  cut: 'sentence',
  size: plainSplitter.size,
  overlap: plainSplitter.overlap,
  title: plainSplitter.title,
  normalisation: plainSplitter.normalisation,
};

const langchain = { id: 'langchain-recursive@1.0.2', size: 1_000, overlap: 200 } as const;
const isLangchain = (cut: Cut): boolean => cut.startsWith('langchain');

/** In what a size is counted. */
export const sizeUnit = (cut: Cut): 'tokens' | 'characters' => (isLangchain(cut) ? 'characters' : 'tokens');

/** Another way to cut; sizes in another unit start at what is usual in it. */
export const withCut = (draft: VersionDraft, cut: Cut): Partial<VersionDraft> =>
  sizeUnit(cut) === sizeUnit(draft.cut)
    ? { cut }
    : {
        cut,
        ...(isLangchain(cut) ? { size: langchain.size, overlap: langchain.overlap } : sizesOf(plainSplitter)),
      };

const sizesOf = ({ size, overlap }: Splitter) => ({ size, overlap });

/** The settings of a version that there is, to begin with. */
export function draftOf({
  splitter,
  embedder,
}: Pick<IndexVersionSpecification, 'splitter' | 'embedder'>): VersionDraft {
  const cut: Cut = splitter.id === 'kg-split@1' ? splitter.unit : `langchain-${splitter.separators}`;
  const { title, normalisation } = splitter;
  const common = { cut, ...sizesOf(splitter), title, normalisation };
  const { provider, model, dimensions } = embedder;
  return provider === 'lexical'
    ? { ...blankVersion, ...common, embedder: model as VersionDraft['embedder'] }
    : { ...common, embedder: 'provider', provider, model, dimensions };
}

type NewVersion = Inputs['migrations']['plan']['version'];

/**
 * What the server is asked for, right or wrong: `readVersion` checks it.
 * @param usual How documents are cut already: the name says it only where that changes.
 */
export const versionOf = (
  draft: VersionDraft,
  usual: Pick<VersionDraft, 'cut' | 'size'> = blankVersion,
): ReadVersion => ({
  label: labelOf(draft, usual),
  splitter: splitterOf(draft),
  embedder: embedderOf(draft),
});

/** A version as the server takes it, with nothing left out. */
export interface ReadVersion {
  label: string;
  splitter: Splitter;
  embedder: NewVersion['embedder'];
}

function splitterOf({ cut, size, overlap, title, normalisation }: VersionDraft): Splitter {
  const sizes = { size: Number(size), overlap: Number(overlap), title, normalisation };
  switch (cut) {
    case 'langchain-plain':
      return { id: langchain.id, separators: 'plain', ...sizes };
    case 'langchain-markdown':
      return { id: langchain.id, separators: 'markdown', ...sizes };
    default:
      return { ...plainSplitter, unit: cut, ...sizes };
  }
}

/** What people call the index version: its embedder, and how it cuts where that is not the usual way. */
function labelOf(
  { embedder, provider, model, dimensions, cut, size }: VersionDraft,
  usual: Pick<VersionDraft, 'cut' | 'size'>,
): string {
  const isUsual = cut === usual.cut && size === usual.size;
  const sized = isUsual ? '' : `, ${formatCount(Number(size))} ${sizeUnit(cut)} a chunk`;
  if (embedder === 'lexical-a@1') return `Words, 256 dimensions${sized}`;
  if (embedder === 'lexical-b@1') return `Words and their parts, 1,024 dimensions${sized}`;
  return `${model.trim()} of ${provider}, ${formatCount(Number(dimensions))} dimensions${sized}`;
}

function embedderOf({ embedder, provider, model, dimensions }: VersionDraft): NewVersion['embedder'] {
  if (embedder === 'lexical-a@1') return { provider: 'lexical', model: embedder, dimensions: 256 };
  if (embedder === 'lexical-b@1') return { provider: 'lexical', model: embedder };
  return { provider, model: model.trim(), dimensions: Number(dimensions) };
}
