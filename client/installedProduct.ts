import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '..');
export const run = promisify(execFile);

export interface Product {
  folder: string;
  /** The libraries that the client's package asks for. */
  libraries: string[];
  dependencies: Record<string, string>;
  /** Compiles files strictly, as a product would. Rejects with what the compiler says. */
  compile(files: string[]): Promise<void>;
  remove(): Promise<void>;
}

interface Manifest {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/** For tests: a product of its own that has installed the client's package, the libraries that it asks for, and `extra`. */
export async function installedProduct(...extra: string[]): Promise<Product> {
  const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-product-'));
  const installed = path.join(folder, 'node_modules', 'knowngood');
  await run(process.execPath, [path.join(root, 'client', 'build.ts'), installed]);
  const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as Manifest;
  const libraries = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  for (const name of [...libraries, '@types/node', ...extra]) {
    const link = path.join(folder, 'node_modules', name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(root, 'node_modules', name), link);
  }
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return {
    folder,
    libraries,
    dependencies: manifest.dependencies,
    async compile(files) {
      const options = [
        '--strict',
        '--noEmit',
        '--module',
        'nodenext',
        '--target',
        'es2024',
        '--types',
        'node',
      ];
      await run(process.execPath, [compiler, ...options, ...files], { cwd: folder }).catch(
        ({ stdout }: { stdout: string }) => {
          throw new Error(stdout);
        },
      );
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
