/** What ties the parts of `vouchers` together. */
import { didYouMean } from '../did-you-mean.ts';
import type { SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import type { SettingsPath } from '../problem.ts';
import { repeated } from './duplicates.ts';

export function voucherChecks({ vouchers }: SettingsFile): Finding[] {
  if (vouchers === undefined) return [];
  const { rules, products, shops, articles, mplus } = vouchers;
  const ruleNames = Object.keys(rules);
  const productNames = Object.keys(products);
  const shares = Object.entries(products).flatMap(([product, { gives }]) =>
    gives.map(({ rule }, index) => ({ rule, path: ['vouchers', 'products', product, 'gives', index, 'rule'] })),
  );
  const used = new Set(shares.map(({ rule }) => rule));
  const forwarded = mplus?.forward ?? [];
  return [
    ...shares.flatMap(({ rule, path }) => missing(path, rule, ruleNames, 'vouchers.rules')),
    ...ruleNames.flatMap((name) =>
      used.has(name) ? [] : [finding('unused', ['vouchers', 'rules', name], `No product gives \`${name}\`.`)],
    ),
    ...forwarded.flatMap(({ product }, index) =>
      missing(['vouchers', 'mplus', 'forward', index, 'product'], product, productNames, 'vouchers.products'),
    ),
    ...(forwarded.length > 0 && mplus?.workplace === undefined
      ? [
          finding(
            'missingKey',
            ['vouchers', 'mplus'],
            'Say under `workplace` where MplusKASSA books what is forwarded.',
          ),
        ]
      : []),
    ...repeated(shops, 'id', ['vouchers', 'shops'], ({ id }) => id),
    ...repeated(articles, 'number', ['vouchers', 'articles'], ({ number }) => number),
    ...repeated(forwarded, 'product', ['vouchers', 'mplus', 'forward'], ({ product }) => product),
  ];
}

function missing(path: SettingsPath, name: string, names: readonly string[], list: string): Finding[] {
  if (names.includes(name)) return [];
  const guess = didYouMean(name, names);
  const known = names.length === 0 ? 'It is empty.' : `There are: ${names.slice(0, 20).join(', ')}.`;
  const advice = guess === undefined ? known : `Did you mean \`${guess}\`?`;
  return [finding('noSuchReference', path, `\`${list}\` has no entry \`${name}\`. ${advice}`)];
}
