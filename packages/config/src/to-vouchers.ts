import type { LocalText, Product, Rule } from '@tillbridge/vouchers';
import type { FileVouchers } from './file/settings.wire.ts';
import type { OfflineSettings, VoucherSettings } from './settings.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** From the file's words to ours. What names a rule that isn't there has been found by the checks. */
export function toVouchers(file: FileVouchers): VoucherSettings {
  const { timeZone, holdMinutes, discountRemoval, shops, rules, products, articles, mplus, codes, scanner } = file;
  return {
    timeZone,
    holdMs: holdMinutes * MS_PER_MINUTE,
    discountRemoval,
    shops,
    products: Object.entries(products).map(([id, product]) => toProduct(id, product, rules)),
    articles: articles.map(({ number, name, group }) => ({ number, name: name ?? null, group: group ?? null })),
    mplus:
      mplus === undefined
        ? null
        : {
            url: mplus.url,
            ident: mplus.ident,
            secret: mplus.secret,
            catalogueMs: mplus.catalogueMinutes * MS_PER_MINUTE,
            checkConsumers: mplus.checkConsumers,
            forward: mplus.forward,
            workplace: mplus.workplace ?? null,
          },
    offline: toOffline(file.offline),
    codes: codes ?? null,
    scanner: scanner === undefined ? null : { ...scanner, serial: scanner.serial ?? null },
  };
}

function toProduct(
  id: string,
  { label, gives }: FileVouchers['products'][string],
  rules: Readonly<Record<string, Rule>>,
): Product {
  return {
    id,
    label: typeof label === 'string' ? { nl: label, de: label, fr: label, en: label } : (label as LocalText),
    gives: gives.flatMap(({ rule: ruleName, units, validDays }) => {
      const rule = rules[ruleName];
      if (rule === undefined) return [];
      return [{ ruleName, rule, units: units === 'unlimited' ? null : units, validDays: validDays ?? null }];
    }),
  };
}

function toOffline(offline: FileVouchers['offline']): OfflineSettings {
  if (offline === 'deny' || offline === 'flag') return { kind: offline };
  const { units, cents, hours } = offline;
  return {
    kind: 'limits',
    units: units ?? null,
    cents: cents ?? null,
    ageMs: hours === undefined ? null : hours * MS_PER_HOUR,
  };
}
