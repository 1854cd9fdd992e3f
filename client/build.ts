// Writes the package that product code installs, into `dist/` or the folder that is named:
//   node client/build.ts [FOLDER]
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const folder = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** What the client imports; the server's libraries are nothing that a product should have to install. */
const imported = ['@trpc/client', '@trpc/server', 'eventsource', 're2js', 'zod'];
const entries = { './client': 'index', './client/testing': 'testing', './openfeature': 'openfeature' };

interface Manifest {
  name: string;
  version: string;
  license: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, unknown>;
}

const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const manifest = {
  name: own.name,
  version: own.version,
  description: 'Evaluates the flags of a Knowngood server in the process of a product.',
  license: own.license,
  type: 'module',
  exports: Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [
      name,
      { types: `./client/${file}.d.ts`, default: `./client/${file}.js` },
    ]),
  ),
  files: ['client', 'shared'],
  engines: { node: '>=20.3' },
  dependencies: Object.fromEntries(imported.map((name) => [name, own.dependencies[name]])),
  peerDependencies: own.peerDependencies,
  peerDependenciesMeta: own.peerDependenciesMeta,
};

for (const old of ['client', 'shared']) rmSync(path.join(folder, old), { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.client.json', '--outDir', folder], {
  cwd: root,
  stdio: 'inherit',
});
writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(path.join(folder, 'LICENSE'), readFileSync(path.join(root, 'LICENSE')));
