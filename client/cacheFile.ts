import { readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The last known rulebook on disk, as the server sent it. */
export interface CacheFile {
  /** Null when there is none. @throws Error for what is no file or too large, and what the file system throws. */
  read(): string | null;
  /** Writes the newest text soon; texts that come faster than the disk are skipped. Never throws. */
  write(text: string): void;
  /** Resolves when nothing waits to be written. */
  flushed(): Promise<void>;
}

/** In bytes. No rulebook comes near it, and a service must not read what somebody else has put there for ever. */
const largest = 256 * 1024 * 1024;

const noCache: CacheFile = { read: () => null, write: () => {}, flushed: async () => {} };

const ignoreMissing = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

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
        // Renaming over it would take a device's or a pipe's place for good.
        const found = await stat(file).catch(ignoreMissing);
        if (found && !found.isFile()) throw new Error('it is not a file');
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
        const found = statSync(file);
        if (!found.isFile()) throw new Error('it is not a file');
        if (found.size > largest) throw new Error(`it is larger than ${largest} bytes`);
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
