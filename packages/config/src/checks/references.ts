/** Names that lead somewhere, and entries that nothing leads to. */
import { didYouMean } from '../did-you-mean.ts';
import type { SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import type { SettingsPath } from '../problem.ts';
import { accountOf } from './account-fit.ts';
import { waysOf } from './ways.ts';

export function references(file: SettingsFile): Finding[] {
  const routes = file.routes.map(({ id }) => id);
  const accounts = file.accounts.map(({ id }) => id);
  const subscriptions = file.mplus.subscriptions.map(({ id }) => id);
  const check = (path: SettingsPath, name: string | undefined, names: readonly string[], list: string): Finding[] => {
    if (name === undefined || names.includes(name)) return [];
    const guess = didYouMean(name, names);
    const known = names.length === 0 ? 'The list is empty.' : `There are: ${names.join(', ')}.`;
    const advice = guess === undefined ? known : `Did you mean \`${guess}\`?`;
    return [finding('noSuchReference', path, `\`${list}\` has no entry with the id \`${name}\`. ${advice}`)];
  };
  return [
    ...file.tills.flatMap((till, index) => [
      ...check(['tills', index, 'subscription'], till.subscription, subscriptions, 'mplus.subscriptions'),
      ...waysOf(till, index).flatMap(({ route, path }) => check(path, route, routes, 'routes')),
    ]),
    ...file.routes.flatMap((route, index) =>
      check(['routes', index, 'account'], accountOf(route), accounts, 'accounts'),
    ),
  ];
}

export function unused(file: SettingsFile): Finding[] {
  const routes = new Set(file.tills.flatMap((till, index) => waysOf(till, index).map(({ route }) => route)));
  const accounts = new Set(file.routes.map(accountOf));
  const subscriptions = new Set(file.tills.map(({ subscription }) => subscription));
  const check = (names: ReadonlySet<string | undefined>, id: string, path: SettingsPath, by: string): Finding[] =>
    names.has(id) ? [] : [finding('unused', [...path, 'id'], `No ${by} uses \`${id}\`.`)];
  return [
    ...file.tills.flatMap(({ card, qr, methods }, index) =>
      card === undefined && qr === undefined && Object.keys(methods).length === 0
        ? [
            finding(
              'unused',
              ['tills', index],
              'This till has no route: give it `card`, `qr` or `methods` to take payments.',
            ),
          ]
        : [],
    ),
    ...file.routes.flatMap(({ id }, index) => check(routes, id, ['routes', index], 'till')),
    ...file.accounts.flatMap(({ id }, index) => check(accounts, id, ['accounts', index], 'route')),
    ...file.mplus.subscriptions.flatMap(({ id }, index) =>
      check(subscriptions, id, ['mplus', 'subscriptions', index], 'till'),
    ),
  ];
}
