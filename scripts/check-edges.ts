/**
 * Compares every import of every room with `edges.json`. Exit code 0 when all are allowed, 1 with one line per
 * finding (`file:line: what is wrong`) when not.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { type EdgeTable, flawsOfTable, type Room, readEdges } from './edges.ts';
import { type Import, importsOf } from './imports.ts';

export interface Finding {
  /** Relative to the top level, with forward slashes; `edges.json` for flaws of the table. */
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

const SCOPE = '@tillbridge/';
const SOURCES = '**/*.{ts,tsx,mts,mjs,js}';
const BUILTINS = new Set(builtinModules);

interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>> | string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One room with all that is needed to judge its imports. */
interface Place {
  readonly top: string;
  readonly folder: string;
  readonly room: Room;
  readonly table: EdgeTable;
  readonly manifest: Manifest;
  readonly rootManifest: Manifest;
}

type FileKind = 'production' | 'test' | 'tool';

export function checkEdges(top: string, table: EdgeTable): { findings: Finding[]; files: number } {
  const findings: Finding[] = flawsOfTable(table).map((problem) => ({ file: 'edges.json', line: 1, problem }));
  const rootManifest = readManifest(top);
  let files = 0;
  for (const folder of roomFolders(top)) {
    const room = table.rooms[folder];
    if (room === undefined) {
      findings.push({ file: folder, line: 1, problem: 'this room has no line in scripts/edges.json' });
      continue;
    }
    const manifest = folder === 'scripts' ? rootManifest : readManifest(path.join(top, folder));
    const place: Place = { top, folder, room, table, manifest, rootManifest };
    for (const file of sourcesOf(path.join(top, folder))) {
      files += 1;
      findings.push(...checkFile(place, file));
    }
  }
  return { findings, files };
}

function roomFolders(top: string): string[] {
  const workspaces = globSync('{packages,apps}/*/package.json', { cwd: top }).map((file) => path.dirname(file));
  return [...workspaces.map(slashes), ...(existsSync(path.join(top, 'scripts')) ? ['scripts'] : [])].sort();
}

function sourcesOf(folder: string): string[] {
  const skip = (name: string): boolean => name === 'node_modules' || name === 'dist';
  return globSync(SOURCES, { cwd: folder, exclude: skip }).map(slashes).sort();
}

function checkFile(place: Place, file: string): Finding[] {
  const shown = `${place.folder}/${file}`;
  const source = readFileSync(path.join(place.top, shown), 'utf8');
  const findings: Finding[] = [];
  for (const one of importsOf(shown, source)) {
    const problem = judge(place, file, one);
    if (problem !== null) findings.push({ file: shown, line: one.line, problem });
  }
  return findings;
}

function judge(place: Place, file: string, { specifier, typeOnly }: Import): string | null {
  const kind = kindOf(place, file);
  if (specifier.startsWith('.')) return judgeRelative(place, file, specifier);
  if (path.isAbsolute(specifier)) return `${specifier}: import a package by its name`;
  if (specifier.startsWith('node:') || BUILTINS.has(specifier)) return judgeBuiltin(place, file, kind, specifier);
  if (specifier.startsWith(SCOPE)) return judgeRoom(place, kind, specifier);
  return judgeLibrary(place, kind, libraryOf(specifier), typeOnly);
}

function kindOf(place: Place, file: string): FileKind {
  if (/\.test\.tsx?$/.test(file)) return 'test';
  return path.matchesGlob(file, place.table.toolFiles.pattern) ? 'tool' : 'production';
}

function judgeRelative(place: Place, file: string, specifier: string): string | null {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (!target.startsWith('../')) return null;
  return `${specifier} climbs out of ${place.folder}: import the other package by its name`;
}

function judgeBuiltin(place: Place, file: string, kind: FileKind, specifier: string): string | null {
  const { runtime, nodeFolders, domFolders } = place.room;
  if (!specifier.startsWith('node:')) return `write node:${specifier}`;
  if (kind !== 'production') return null;
  const inside = (folders: readonly string[] | undefined): boolean =>
    (folders ?? []).some((folder) => file.startsWith(`${folder}/`));
  if (runtime === 'node' || runtime === 'electron') {
    return inside(domFolders) ? `${specifier}: this folder runs in a browser` : null;
  }
  return inside(nodeFolders) ? null : `${specifier}: ${place.folder} is of runtime ${runtime} and sees no Node`;
}

function judgeRoom(place: Place, kind: FileKind, specifier: string): string | null {
  const { room, table, folder, top, manifest } = place;
  const [name = '', ...rest] = specifier.slice(SCOPE.length).split('/');
  const target = Object.keys(table.rooms).find((one) => one.split('/').at(-1) === name);
  if (target === undefined) return `${specifier} is no room of this house`;
  const forTests = [...(table.everyTest.rooms ?? []), ...(room.tests?.rooms ?? [])];
  const allowed = [...(room.rooms ?? []), ...(kind === 'test' ? forTests : [])];
  if (target === folder) {
    if (kind !== 'test') return `${specifier}: inside its own room a file is imported by its relative path`;
  } else if (!allowed.includes(name)) {
    const testOnly = table.rooms[target]?.production === false && kind === 'production';
    return testOnly
      ? `${specifier} is for tests and never for production code`
      : `${folder} may not import ${specifier} (scripts/edges.json)`;
  } else if (!isDeclared(manifest, specifier) && !(kind === 'test' && forTests.includes(name))) {
    return `${SCOPE}${name} is not a dependency in ${folder}/package.json`;
  }
  const entry = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  return hasEntry(readManifest(path.join(top, target)), entry)
    ? null
    : `${specifier} is no declared entry of ${target}`;
}

function judgeLibrary(place: Place, kind: FileKind, library: string, typeOnly: boolean): string | null {
  const { room, table, folder, manifest, rootManifest } = place;
  const forTests = [...(table.everyTest.outside ?? []), ...(room.tests?.outside ?? [])];
  const extra = kind === 'test' ? forTests : kind === 'tool' ? table.toolFiles.outside : [];
  if (![...(room.outside ?? []), ...extra].includes(library)) {
    return `${folder} may not import ${library} (scripts/edges.json)`;
  }
  if (manifest.dependencies?.[library] !== undefined) return null;
  // What is gone or not shipped at run time may be a development dependency: types, tests, tools, Electron's own module.
  const shipped = room.production !== false && kind === 'production' && !typeOnly && library !== 'electron';
  const development = { ...rootManifest.devDependencies, ...manifest.devDependencies };
  if (!shipped && development[library] !== undefined) return null;
  return `${library} is not a dependency in ${folder}/package.json`;
}

function libraryOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function isDeclared(manifest: Manifest, specifier: string): boolean {
  const name = libraryOf(specifier);
  return manifest.dependencies?.[name] !== undefined;
}

function hasEntry(manifest: Manifest, entry: string): boolean {
  if (typeof manifest.exports === 'string') return entry === '.';
  return manifest.exports?.[entry] !== undefined;
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
}

function slashes(file: string): string {
  return file.split(path.sep).join('/');
}

if (import.meta.main) {
  const { findings, files } = checkEdges(path.join(import.meta.dirname, '..'), readEdges());
  for (const { file, line, problem } of findings) console.error(`${file}:${line}: ${problem}`);
  console.log(findings.length === 0 ? `edges: ${files} files, all imports allowed` : `edges: ${findings.length} found`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
