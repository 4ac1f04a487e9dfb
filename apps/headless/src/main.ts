#!/usr/bin/env -S node --max-semi-space-size=4 --max-old-space-size=96
import { enableCompileCache } from 'node:module';

// What is loaded below is compiled once per release instead of at every start.
enableCompileCache();

const args = process.argv.slice(2);
// `tillbridge journal export | head`: whoever reads has had enough. An agent goes on without a reader.
process.stdout.on('error', () => {
  if (args[0] !== 'run') process.exit(0);
});

const { cli } = await import('./cli.ts');
const code = await cli(args, {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
// A pipe takes its lines in its own time: let them out before the process goes.
process.exitCode = code;
