#!/usr/bin/env node
// Plain JavaScript: an older Node cannot even parse the rest, so the version is checked here first.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Knowngood needs Node 24, and this is Node ${process.versions.node}. Run it as "npm run knowngood -- COMMAND": that uses the Node 24 which "npm install" has put into this folder.`,
  );
  process.exit(1);
}
// Whoever reads has seen enough: "knowngood index status docs | head".
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const { runCommand } = await import('./runCommand.ts');
process.exitCode = await runCommand(process.argv.slice(2));
