import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkEdges } from './check-edges.ts';
import { type EdgeTable, flawsOfTable, readEdges } from './edges.ts';

const TABLE: EdgeTable = {
  shared: ['zod'],
  everyTest: { rooms: ['testkit'], outside: ['vitest'] },
  toolFiles: { pattern: '*.config.ts', outside: ['vite'] },
  rooms: {
    'packages/core': { runtime: 'std', rooms: [], outside: [], parts: { 'src/node': { runtime: 'node' } } },
    'packages/store': { runtime: 'node', rooms: ['core'], outside: ['sqlite'] },
    'packages/testkit': { runtime: 'node', production: false, rooms: ['core'], outside: ['vitest'] },
    'apps/shell': { runtime: 'electron', rooms: ['core'], outside: ['electron'] },
  },
};

const MANIFESTS = {
  'package.json': { devDependencies: { vitest: '1.0.0', vite: '1.0.0' } },
  'packages/core/package.json': { exports: { '.': './src/index.ts' } },
  'packages/store/package.json': {
    exports: { '.': './src/index.ts' },
    dependencies: { '@tillbridge/core': '0.1.0', sqlite: '1.0.0' },
  },
  'packages/testkit/package.json': {
    exports: { '.': './src/index.ts' },
    dependencies: { '@tillbridge/core': '0.1.0', vitest: '1.0.0' },
  },
  'apps/shell/package.json': { dependencies: { '@tillbridge/core': '0.1.0' }, devDependencies: { electron: '1.0.0' } },
};

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

/** A temporary house with these source files; returns what the check finds as `file:line: problem`. */
function findingsOf(files: Readonly<Record<string, string>>, table: EdgeTable = TABLE): string[] {
  const top = mkdtempSync(path.join(tmpdir(), 'edges-'));
  trees.push(top);
  const manifests = Object.entries(MANIFESTS).map(([file, content]) => [file, JSON.stringify(content)] as const);
  for (const [file, content] of [...manifests, ...Object.entries(files)]) {
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
    writeFileSync(path.join(top, file), content);
  }
  return checkEdges(top, table).findings.map(({ file, line, problem }) => `${file}:${line}: ${problem}`);
}

describe('the edge check finds', () => {
  test('an edge that the table does not allow', () => {
    expect(findingsOf({ 'packages/core/src/index.ts': "\nimport { open } from '@tillbridge/store';" })).toEqual([
      'packages/core/src/index.ts:2: packages/core may not import @tillbridge/store (scripts/edges.json)',
    ]);
  });

  test('a library outside of its gateway', () => {
    expect(findingsOf({ 'packages/core/src/index.ts': "import sqlite from 'sqlite/lib.js';" })).toEqual([
      'packages/core/src/index.ts:1: packages/core may not import sqlite (scripts/edges.json)',
    ]);
  });

  test('a path that climbs into another package', () => {
    expect(findingsOf({ 'packages/store/src/deep/a.ts': "export * from '../../../core/src/index.ts';" })).toEqual([
      'packages/store/src/deep/a.ts:1: ../../../core/src/index.ts climbs out of packages/store: import the other package by its name',
    ]);
  });

  test('a path that only climbs inside its own package is fine', () => {
    expect(findingsOf({ 'packages/store/src/deep/a.ts': "export * from '../b.ts';" })).toEqual([]);
  });

  test('an allowed room or library that package.json does not declare', () => {
    const table: EdgeTable = {
      ...TABLE,
      rooms: { ...TABLE.rooms, 'apps/shell': { runtime: 'electron', rooms: ['core', 'store'], outside: ['sqlite'] } },
      shared: ['sqlite'],
    };
    const source = "import '@tillbridge/store';\nimport 'sqlite';";
    expect(findingsOf({ 'apps/shell/src/main.ts': source }, table)).toEqual([
      'apps/shell/src/main.ts:1: @tillbridge/store is not a dependency in apps/shell/package.json',
      'apps/shell/src/main.ts:2: sqlite is not a dependency in apps/shell/package.json',
    ]);
  });

  test('Node in a room that has no Node, also without the node: prefix', () => {
    const source = "import { readFileSync } from 'node:fs';\nconst os = await import('os');";
    expect(findingsOf({ 'packages/core/src/index.ts': source, 'packages/core/src/node/a.ts': source })).toEqual([
      'packages/core/src/index.ts:1: node:fs: this part of packages/core is of runtime std and sees no Node',
      'packages/core/src/index.ts:2: write node:os',
      'packages/core/src/node/a.ts:2: write node:os',
    ]);
  });

  test('the testkit in production code', () => {
    expect(findingsOf({ 'packages/store/src/index.ts': "import { clock } from '@tillbridge/testkit';" })).toEqual([
      'packages/store/src/index.ts:1: @tillbridge/testkit is for tests and never for production code',
    ]);
  });

  test('a package entry that is not declared, and a room that does not exist', () => {
    const source = "import '@tillbridge/core/src/money.ts';\nimport '@tillbridge/nowhere';";
    expect(findingsOf({ 'packages/store/src/index.ts': source })).toEqual([
      'packages/store/src/index.ts:1: @tillbridge/core/src/money.ts is no declared entry of packages/core',
      'packages/store/src/index.ts:2: @tillbridge/nowhere is no room of this house',
    ]);
  });

  test('a room without a line in the table', () => {
    expect(findingsOf({ 'apps/other/package.json': '{}' })).toEqual([
      'apps/other:1: this room has no line in scripts/edges.json',
    ]);
  });

  test('a shipped library that is only a development dependency; types of it are fine', () => {
    const source = "import type { Worker } from 'vitest';\nimport { run } from 'vitest';";
    const table: EdgeTable = {
      ...TABLE,
      rooms: { ...TABLE.rooms, 'packages/store': { runtime: 'node', rooms: [], outside: ['vitest'] } },
    };
    expect(findingsOf({ 'packages/store/src/index.ts': source }, table)).toEqual([
      'packages/store/src/index.ts:2: vitest is not a dependency in packages/store/package.json',
    ]);
  });
});

describe('the edge check leaves alone', () => {
  test('allowed rooms, libraries, Node, and Electron as a development dependency', () => {
    expect(
      findingsOf({
        'packages/store/src/index.ts':
          "import '@tillbridge/core';\nimport 'sqlite';\nimport 'node:fs';\nimport './a.ts';",
        'apps/shell/src/main.ts': "import { app } from 'electron';",
        'apps/shell/vite.config.ts': "import { defineConfig } from 'vite';",
      }),
    ).toEqual([]);
  });

  test('testkit, vitest, Node and the own entry in tests and in folders named test', () => {
    const source =
      "import 'node:fs';\nimport 'vitest';\nimport '@tillbridge/testkit';\nimport '@tillbridge/core';\nimport './a.ts';";
    expect(findingsOf({ 'packages/core/src/a.test.ts': source, 'packages/core/src/test/rig.ts': source })).toEqual([]);
  });
});

describe('the table', () => {
  test('of this project has no flaw', () => {
    expect(flawsOfTable(readEdges())).toEqual([]);
  });

  test('is refused with two gateways, a circle, an unknown room, or tests behind shipped code', () => {
    const table: EdgeTable = {
      ...TABLE,
      rooms: {
        ...TABLE.rooms,
        'packages/core': { runtime: 'std', rooms: ['store', 'nowhere', 'testkit'], outside: ['sqlite'] },
      },
    };
    expect(flawsOfTable(table)).toEqual([
      'packages/core may import nowhere, which is no room',
      'packages/core is shipped and may not depend on testkit, which is not',
      'sqlite has more than one gateway: packages/core, packages/store',
      'rooms import each other in a circle: packages/core → packages/store → packages/core',
      'rooms import each other in a circle: packages/core → testkit → packages/core'.replace(
        'testkit',
        'packages/testkit',
      ),
    ]);
  });
});
