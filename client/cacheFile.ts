import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The last known rulebook on disk, as the server sent it. */
export interface CacheFile {
  /** Null when there is none. Throws what the file system throws otherwise. */
  read(): string | null;
  /** Writes the newest text soon; texts that come faster than the disk are skipped. Never throws. */
  write(text: string): void;
  /** Resolves when nothing waits to be written. */
  flushed(): Promise<void>;
}

const noCache: CacheFile = { read: () => null, write: () => {}, flushed: async () => {} };

/**
 * Each text is written to a file beside it, which then takes its name: a reader, and a process that is killed in
 * mid-write, always finds a whole one. Only its owner may read it, for it holds the targeting rules.
 */
export function createCacheFile(file: string | undefined, onError: (error: unknown) => void): CacheFile {
  if (file === undefined) return noCache;
  let waiting: string | null = null;
  let writing: Promise<void> | null = null;
  const writeAll = async () => {
    while (waiting !== null) {
      const text = waiting;
      waiting = null;
      const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(temporary, text, { mode: 0o600 });
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        onError(error);
      }
    }
  };
  return {
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write(text) {
      waiting = text;
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    },
    flushed: async () => {
      await writing;
    },
  };
}
