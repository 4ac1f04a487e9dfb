import { CONFIG_ERRORS } from '@tillbridge/config';
import { DEVICE_IO_ERRORS } from '@tillbridge/device-io/errors';
import { JOURNAL_ERRORS } from '@tillbridge/journal';
import { type ErrorEntry, type MoneyMoved, STORAGE_ERRORS, type WhoActs } from '@tillbridge/kernel';
import { CONSUMER_ERRORS, MPLUS_API_ERRORS, MPLUS_ERRORS, NOTICE_ERRORS } from '@tillbridge/mplus';
import { PAY_ECR_ERRORS } from '@tillbridge/pay-ecr';
import { KC_ERRORS } from '@tillbridge/psp-kassacompleet';
import { MSP_ERRORS } from '@tillbridge/psp-multisafepay';
import { PAY_ERRORS } from '@tillbridge/psp-pay';
import { RELAY_ERRORS } from '@tillbridge/relay';
import { STORE_ERRORS } from '@tillbridge/store-sqlite';
import { INJECTION_ERRORS, VOUCHER_ERRORS } from '@tillbridge/vouchers';
import { ZVT_ERRORS } from '@tillbridge/zvt';
import { AGENT_ERRORS } from './errors.ts';

/** Every error of the product, by code. A notice may share its entry with the error it is about. */
export function errorCatalogue(): readonly ErrorEntry[] {
  const entries = new Map<string, ErrorEntry>();
  const catalogues = [
    AGENT_ERRORS,
    CONFIG_ERRORS,
    CONSUMER_ERRORS,
    DEVICE_IO_ERRORS,
    INJECTION_ERRORS,
    JOURNAL_ERRORS,
    KC_ERRORS,
    MPLUS_API_ERRORS,
    MPLUS_ERRORS,
    MSP_ERRORS,
    NOTICE_ERRORS,
    PAY_ECR_ERRORS,
    PAY_ERRORS,
    RELAY_ERRORS,
    STORAGE_ERRORS,
    STORE_ERRORS,
    VOUCHER_ERRORS,
    ZVT_ERRORS,
  ];
  for (const entry of catalogues.flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))) {
    const known = entries.get(entry.code);
    if (known !== undefined && known !== entry) throw new Error(`two errors carry the code ${entry.code}`);
    entries.set(entry.code, entry);
  }
  return [...entries.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const ACTS: Readonly<Record<WhoActs, string>> = {
  cashier: 'the cashier',
  it: 'IT',
  'till-vendor': "the till's vendor",
  provider: 'the provider',
  'ticket-shop': 'the ticket shop',
  nobody: 'nobody',
};

const MOVED: Readonly<Record<MoneyMoved, string>> = { no: 'no', maybe: '**maybe**', yes: '**yes**' };

const FAMILIES: readonly { readonly prefix: string; readonly about: string }[] = [
  { prefix: 'TILL', about: 'our agent: journal, settings, server, windows, the way to a device' },
  { prefix: 'MPLUS', about: 'the till and its SOAP API' },
  { prefix: 'PAY', about: 'Pay., its cloud and its terminals' },
  { prefix: 'MSP', about: 'MultiSafepay' },
  { prefix: 'KC', about: 'Kassa Compleet and its sister brands' },
  { prefix: 'ZVT', about: 'card terminals that speak ZVT' },
  { prefix: 'SHOP', about: 'ticket shops and what they inject' },
];

/** `docs/errors.md`, from the catalogues. */
export function errorPage(entries: readonly ErrorEntry[] = errorCatalogue()): string {
  const sections = FAMILIES.map(({ prefix, about }) => {
    const rows = entries
      .filter(({ code }) => code.startsWith(`${prefix}-`))
      .map(
        ({ code, title, whoActs, moneyMoved, cashier, it }) =>
          `| \`${code}\` | ${[title, ACTS[whoActs], MOVED[moneyMoved], cashier, it].map(cell).join(' | ')} |`,
      );
    return [
      `## ${prefix}: ${about}`,
      '',
      '| Code | What | Who acts | Money moved | For the cashier | For IT |',
      '|---|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${INTRODUCTION}\n${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# Errors

Each error names the system that has to be looked at, who must act, and whether a guest's money may have moved. The codes
are stable and never used twice. Windows show the cashier's sentence in their own language; logs, the health page and the
local API carry the code.

The codes that the till itself understands (\`INVALID_SIGNATURE\` and so on) are MplusKASSA's and stand in
[webhooks](webhooks.md). This page is made from the catalogues in the code; a test keeps the two the same.
`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
