// Plain JavaScript: an older Node cannot even parse main.ts, so the version is checked here first.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Knowngood needs Node 24, and this is Node ${process.versions.node}. Start it with "npm start": that uses the Node 24 which "npm install" has put into this folder.`,
  );
  process.exit(1);
}
await import('./main.ts');
