/**
 * Compares every import of every room with `edges.json`. Exit code 0 when all are allowed, 1 with one line per
 * finding (`file:line: what is wrong`) when not.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { type EdgeTable, flawsOfTable, type Place, type Room, readEdges } from './edges.ts';
import { type Import, importsOf } from './imports.ts';

export interface Finding {
  /** Relative to the top level, with forward slashes; `edges.json` for flaws of the table. */
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

const SCOPE = '@tillbridge/';
const SOURCES = '**/*.{ts,tsx,mts,mjs,js}';
/** Tests, and what several tests of a room share: that lies in a folder named `test`. */
const TESTS = /\.test\.tsx?$|(^|\/)test\//;
const BUILTINS = new Set(builtinModules);

interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>> | string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One room with all that is needed to judge the imports of its files. */
interface House {
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
    const house: House = { top, folder, room, table, manifest, rootManifest };
    for (const file of sourcesOf(path.join(top, folder))) {
      files += 1;
      findings.push(...checkFile(house, file));
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

function checkFile(house: House, file: string): Finding[] {
  const shown = `${house.folder}/${file}`;
  const source = readFileSync(path.join(house.top, shown), 'utf8');
  const findings: Finding[] = [];
  for (const one of importsOf(shown, source)) {
    const problem = judge(house, file, one);
    if (problem !== null) findings.push({ file: shown, line: one.line, problem });
  }
  return findings;
}

function judge(house: House, file: string, { specifier, typeOnly }: Import): string | null {
  const kind = kindOf(house, file);
  const place = placeOf(house.room, file);
  if (specifier.startsWith('.')) return judgeRelative(house, file, specifier);
  if (path.isAbsolute(specifier)) return `${specifier}: import a package by its name`;
  if (specifier.startsWith('node:') || BUILTINS.has(specifier)) return judgeBuiltin(house, place, kind, specifier);
  if (specifier.startsWith(SCOPE)) return judgeRoom(house, place, kind, specifier);
  return judgeLibrary(house, place, kind, libraryOf(specifier), typeOnly);
}

function kindOf({ table }: House, file: string): FileKind {
  if (TESTS.test(file)) return 'test';
  return path.matchesGlob(file, table.toolFiles.pattern) ? 'tool' : 'production';
}

/** The room's own rules, or those of the part of it the file lies in, which may import the room's rooms as well. */
function placeOf(room: Room, file: string): Place {
  const part = Object.entries(room.parts ?? {}).find(([folder]) => file.startsWith(`${folder}/`))?.[1];
  if (part === undefined) return room;
  return {
    runtime: part.runtime,
    production: part.production ?? room.production ?? true,
    rooms: [...(room.rooms ?? []), ...(part.rooms ?? [])],
    outside: [...(room.outside ?? []), ...(part.outside ?? [])],
  };
}

function judgeRelative({ folder }: House, file: string, specifier: string): string | null {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  return target.startsWith('../') ? `${specifier} climbs out of ${folder}: import the other package by its name` : null;
}

function judgeBuiltin(house: House, place: Place, kind: FileKind, specifier: string): string | null {
  if (!specifier.startsWith('node:')) return `write node:${specifier}`;
  if (kind !== 'production' || place.runtime === 'node' || place.runtime === 'electron') return null;
  return `${specifier}: this part of ${house.folder} is of runtime ${place.runtime} and sees no Node`;
}

function judgeRoom(house: House, place: Place, kind: FileKind, specifier: string): string | null {
  const { room, table, folder, top, manifest } = house;
  const [name = '', ...rest] = specifier.slice(SCOPE.length).split('/');
  const target = Object.keys(table.rooms).find((one) => one.split('/').at(-1) === name);
  if (target === undefined) return `${specifier} is no room of this house`;
  const entry = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  if (!hasEntry(readManifest(path.join(top, target)), entry)) return `${specifier} is no declared entry of ${target}`;
  if (target === folder) {
    return kind === 'production' ? `${specifier}: inside its own room a file is imported by its relative path` : null;
  }
  const forTests = kind === 'test' ? [...(table.everyTest.rooms ?? []), ...(room.tests?.rooms ?? [])] : [];
  if (forTests.includes(name)) return null;
  if (!(place.rooms ?? []).includes(name)) {
    return table.rooms[target]?.production === false && place.production !== false
      ? `${specifier} is for tests and never for production code`
      : `${folder} may not import ${specifier} (scripts/edges.json)`;
  }
  return isDeclared(manifest, SCOPE + name) ? null : `${SCOPE}${name} is not a dependency in ${folder}/package.json`;
}

function judgeLibrary(house: House, place: Place, kind: FileKind, library: string, typeOnly: boolean): string | null {
  const { room, table, folder, manifest, rootManifest } = house;
  const forTests = [...(table.everyTest.outside ?? []), ...(room.tests?.outside ?? [])];
  const extra = kind === 'test' ? forTests : kind === 'tool' ? table.toolFiles.outside : [];
  if (![...(place.outside ?? []), ...extra].includes(library)) {
    return `${folder} may not import ${library} (scripts/edges.json)`;
  }
  if (isDeclared(manifest, library)) return null;
  // What is gone or not shipped at run time may be a development dependency. Electron is the runtime itself.
  const shipped = place.production !== false && kind === 'production' && !typeOnly && library !== 'electron';
  const development = { ...rootManifest.devDependencies, ...manifest.devDependencies };
  return !shipped && development[library] !== undefined
    ? null
    : `${library} is not a dependency in ${folder}/package.json`;
}

function libraryOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isDeclared(manifest: Manifest, library: string): boolean {
  return manifest.dependencies?.[library] !== undefined;
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
