/** What stands in the settings twice. */
import type { SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import { pathText, type SettingsPath } from '../problem.ts';
import { tillId } from '../to-settings.ts';
import { loneDevices, sharedDevices } from './devices.ts';

export function duplicates(file: SettingsFile): Finding[] {
  const { tills, routes, accounts, staff, mplus } = file;
  return [
    ...repeated(mplus.subscriptions, 'id', ['mplus', 'subscriptions'], ({ id }) => id),
    ...repeated(
      tills,
      'workplace',
      ['tills'],
      ({ subscription, branch, workplace }) => `${subscription} ${branch} ${workplace}`,
      'has branch, workplace and subscription of',
    ),
    // Told apart by their subscriptions but not by their names.
    ...repeated(
      tills.map((till) => ({ id: tillId(till) })),
      'id',
      ['tills'],
      ({ id }) => id,
      'would have the same id as',
      tills.map(({ subscription, branch, workplace }) => `${subscription} ${branch} ${workplace}`),
    ),
    ...repeated(routes, 'id', ['routes'], ({ id }) => id),
    ...sharedDevices(routes),
    ...loneDevices(routes),
    ...repeated(accounts, 'id', ['accounts'], ({ id }) => id),
    ...repeated(staff, 'name', ['staff'], ({ name }) => name),
  ];
}

/** `alreadyTold`: items with the same entry here were reported by another check. */
export function repeated<Item>(
  items: readonly Item[],
  key: string,
  list: SettingsPath,
  identity: (item: Item) => string | undefined,
  says = 'is the same as that of',
  alreadyTold?: readonly string[],
): Finding[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const name = identity(item);
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    if (alreadyTold !== undefined && alreadyTold[before] === alreadyTold[index]) return [];
    const message = `\`${key}\` ${says} \`${pathText([...list, before])}\`. Give it another, or remove one of the two.`;
    return [finding('duplicate', [...list, index, key], message)];
  });
}
