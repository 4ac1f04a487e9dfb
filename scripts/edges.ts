import { readFileSync } from 'node:fs';

export type Runtime = 'std' | 'node' | 'dom' | 'electron';

export interface Allowed {
  readonly rooms?: readonly string[];
  readonly outside?: readonly string[];
}

export interface Place extends Allowed {
  readonly runtime: Runtime;
  /** False for what is never shipped to a till: it may use development dependencies. */
  readonly production?: boolean;
}

export interface Room extends Place {
  /** Folders of the room with another runtime or with libraries of their own, beside what the room may import. */
  readonly parts?: Readonly<Record<string, Place>>;
  /** What *.test.ts files of this room may import beside `everyTest`. */
  readonly tests?: Allowed;
}

/** The shape of `scripts/edges.json`. Rooms are named by their folder below the top level. */
export interface EdgeTable {
  readonly shared: readonly string[];
  readonly everyTest: Allowed;
  readonly toolFiles: { readonly pattern: string; readonly outside: readonly string[] };
  readonly rooms: Readonly<Record<string, Room>>;
}

export function readEdges(file: URL | string = new URL('./edges.json', import.meta.url)): EdgeTable {
  return JSON.parse(readFileSync(file, 'utf8')) as EdgeTable;
}

/** What is wrong with the table itself: a library with two gateways, a room that doesn't exist, a circle. */
export function flawsOfTable(table: EdgeTable): string[] {
  const flaws: string[] = [];
  const folderOf = new Map(Object.keys(table.rooms).map((folder) => [folder.split('/').at(-1) ?? folder, folder]));
  const gateways = new Map<string, string[]>();
  for (const [folder, room] of Object.entries(table.rooms)) {
    for (const name of room.rooms ?? []) {
      const target = folderOf.get(name);
      if (target === undefined) flaws.push(`${folder} may import ${name}, which is no room`);
      else if (room.production !== false && table.rooms[target]?.production === false) {
        flaws.push(`${folder} is shipped and may not depend on ${name}, which is not`);
      }
    }
    if (room.production === false) continue;
    const shippedParts = Object.values(room.parts ?? {}).filter((part) => part.production !== false);
    const libraries = new Set([room, ...shippedParts].flatMap((place) => place.outside ?? []));
    for (const library of libraries) gateways.set(library, [...(gateways.get(library) ?? []), folder]);
  }
  for (const [library, folders] of gateways) {
    if (folders.length > 1 && !table.shared.includes(library)) {
      flaws.push(`${library} has more than one gateway: ${folders.join(', ')}`);
    }
  }
  return [...flaws, ...circles(table, folderOf)];
}

function circles(table: EdgeTable, folderOf: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (folder: string, path: readonly string[]): void => {
    if (path.includes(folder)) {
      found.push(`rooms import each other in a circle: ${[...path.slice(path.indexOf(folder)), folder].join(' → ')}`);
      return;
    }
    if (done.has(folder)) return;
    for (const name of table.rooms[folder]?.rooms ?? []) {
      const target = folderOf.get(name);
      if (target !== undefined) walk(target, [...path, folder]);
    }
    done.add(folder);
  };
  for (const folder of Object.keys(table.rooms)) walk(folder, []);
  return found;
}
