/** The routes that a till names: terminals under `card`, QR routes under `qr`, and no list with both. */
import type { FileRoute, FileTill, SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import { pathText, type SettingsPath } from '../problem.ts';
import { routeIds } from '../to-settings.ts';

interface NamedWay {
  readonly route: string;
  readonly path: SettingsPath;
}

/** Every route a till names, with its place. */
export function waysOf(till: FileTill, index: number): readonly NamedWay[] {
  const ways = (value: string | readonly string[] | undefined, path: SettingsPath): readonly NamedWay[] =>
    typeof value === 'string'
      ? [{ route: value, path }]
      : routeIds(value).map((route, place) => ({ route, path: [...path, place] }));
  return [
    ...ways(till.card, ['tills', index, 'card']),
    ...ways(till.qr, ['tills', index, 'qr']),
    ...Object.entries(till.methods).flatMap(([method, value]) => ways(value, ['tills', index, 'methods', method])),
  ];
}

const QR_KINDS: ReadonlySet<FileRoute['kind']> = new Set<FileRoute['kind']>(['pay-qr', 'msp-qr', 'kc-qr']);

export function means(file: SettingsFile): Finding[] {
  const qr = new Map(file.routes.map(({ id, kind }) => [id, QR_KINDS.has(kind)]));
  return file.tills.flatMap((till, index) => {
    const ways = waysOf(till, index);
    const lists = new Map<string, readonly NamedWay[]>();
    for (const way of ways) {
      const list = pathText(way.path.filter((step, place) => typeof step === 'string' || place < 2));
      lists.set(list, [...(lists.get(list) ?? []), way]);
    }
    return [
      ...ways.flatMap(({ route, path }) => {
        if (path[2] === 'card' && qr.get(route) === true) {
          return [finding('wrongValue', path, '`card` must name a terminal; this route shows a QR.')];
        }
        if (path[2] === 'qr' && qr.get(route) === false) {
          return [finding('wrongValue', path, '`qr` must name a route that shows a QR; this one is a terminal.')];
        }
        return [];
      }),
      ...[...lists.values()].flatMap((list) => [...twice(list), ...mixed(list, qr)]),
    ];
  });
}

function twice(list: readonly NamedWay[]): Finding[] {
  return list.flatMap(({ route, path }, place) =>
    list.findIndex((other) => other.route === route) === place
      ? []
      : [finding('duplicate', path, `\`${route}\` stands in this list already. Remove one of the two.`)],
  );
}

/** What the guest is asked to do must not change on the way. */
function mixed(list: readonly NamedWay[], qr: ReadonlyMap<string, boolean>): Finding[] {
  const first = qr.get(list[0]?.route ?? '');
  return list.flatMap(({ route, path }) => {
    const own = qr.get(route);
    if (first === undefined || own === undefined || own === first) return [];
    return [finding('wrongValue', path, 'A list must name terminals alone, or QR routes alone.')];
  });
}
