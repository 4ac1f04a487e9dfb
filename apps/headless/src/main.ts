#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What is loaded below is compiled once per release instead of at every start.
enableCompileCache();

const { cli } = await import('./cli.ts');
const code = await cli(process.argv.slice(2), {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
// A pipe takes its lines in its own time: let them out before the process goes.
process.exitCode = code;
