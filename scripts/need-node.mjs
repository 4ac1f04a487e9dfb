/**
 * Loaded before every script (`node --import ./scripts/need-node.mjs …`). Plain JavaScript on purpose: an older Node
 * cannot read the TypeScript files it is about to open and would stop with a riddle instead of a sentence.
 */
const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  process.stderr.write(
    `Tillbridge needs Node ${NEEDED} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Run `npm ci` first: it brings its own Node, which `npm run …` and `npx` then use.\n',
  );
  process.exit(1);
}
