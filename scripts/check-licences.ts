/**
 * Compares the licence of every library that is shipped (reachable from the apps a customer gets, by the lock file)
 * with the list of licences that ask for no more than a notice. Exit code 1 names each one that isn't on the list.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TOP } from './tools.ts';

export const SHIPPED_APPS = ['apps/desktop', 'apps/headless', 'apps/cashier', 'apps/display'];

export const ALLOWED_LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
]);

/** The parts of npm's lock file (version 3) that are read here. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Library {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Every library outside of our own workspaces that the given workspaces need at run time, sorted by name. */
export function shippedLibraries(lock: LockFile, apps: readonly string[]): Library[] {
  const seen = new Set<string>();
  const waiting = [...apps];
  const libraries: Library[] = [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const entry = lock.packages[place];
    if (entry === undefined) throw new Error(`${place} is not in the lock file`);
    if (entry.link) {
      waiting.push(entry.resolved ?? place);
      continue;
    }
    if (place.includes('node_modules/')) libraries.push(libraryAt(place, entry));
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const found = resolveFrom(lock, place, name);
      if (found !== null) waiting.push(found);
      else if (entry.optionalDependencies?.[name] === undefined) throw new Error(`${place} needs ${name}: not locked`);
    }
  }
  return libraries.sort((a, b) => a.name.localeCompare(b.name));
}

/** Is the licence expression (SPDX, with OR and AND, without nesting) covered by the list? */
export function isAllowed(licence: string, allowed: ReadonlySet<string> = ALLOWED_LICENCES): boolean {
  const words = licence.replaceAll(/[()]/g, '').trim();
  return words.split(/ OR /).some((choice) => choice.split(/ AND /).every((one) => allowed.has(one.trim())));
}

/** Node's own rule: the nearest `node_modules` upwards from the package that asks. */
function resolveFrom(lock: LockFile, place: string, name: string): string | null {
  for (let folder = place; ; folder = parentOf(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock.packages[candidate] !== undefined) return candidate;
    if (folder === '') return null;
  }
}

function parentOf(folder: string): string {
  const nested = folder.lastIndexOf('/node_modules/');
  return nested === -1 ? '' : folder.slice(0, nested);
}

function libraryAt(place: string, entry: LockedPackage): Library {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { name, version: entry.version ?? '?', licence: entry.license ?? 'none stated' };
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(path.join(TOP, 'package-lock.json'), 'utf8')) as LockFile;
  const libraries = shippedLibraries(lock, SHIPPED_APPS);
  const refused = libraries.filter((one) => !isAllowed(one.licence));
  for (const { name, version, licence } of refused) console.error(`${name} ${version}: licence ${licence}`);
  console.log(`licences: ${libraries.length} libraries shipped, ${refused.length} not allowed`);
  process.exitCode = refused.length === 0 ? 0 : 1;
}
