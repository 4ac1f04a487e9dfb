/** A day's reconciliation as a file for bookkeeping: the same from the command line and from the cashier window. */
import { RECONCILE_NOTES, type ReconcileLine, type ReconcileReport, type ReconcileSide } from './reconcile.ts';

/**
 * A semicolon: spreadsheets with Dutch, German or French settings take the comma for the decimal sign and split at
 * semicolons. Amounts have a decimal point and two decimals everywhere.
 */
const SEPARATOR = ';';
/** Without it, spreadsheets read UTF-8 as something else. */
const BYTE_ORDER_MARK = '\uFEFF';

const COLUMNS: readonly (readonly [string, (line: ReconcileLine, report: ReconcileReport) => string])[] = [
  ['day', (_line, { day }) => day],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['kind', ({ kind }) => kind],
  ['difference', ({ kind }) => (RECONCILE_NOTES.includes(kind) ? 'no' : 'yes')],
  ['direction', ({ direction }) => direction],
  ['euros', ({ amountCents }) => euros(amountCents)],
  ['route', ({ route }) => route ?? ''],
  ['account', ({ account }) => account ?? ''],
  ['till', ({ till }) => till ?? ''],
  ['payment', ({ payment }) => payment ?? ''],
  ['external_payment_id', ({ externalPaymentId }) => externalPaymentId ?? ''],
  ['provider_ref', ({ providerRef }) => providerRef ?? ''],
  ...sides('told', ({ told }) => told),
  ...sides('journal', ({ journal }) => journal),
  ...sides('provider', ({ provider }) => provider),
  ['who_acts', ({ whoActs }) => whoActs],
  ['explanation', ({ explanation }) => explanation],
];

function sides(name: string, of: (line: ReconcileLine) => ReconcileSide | null) {
  return [
    [name, (line: ReconcileLine) => of(line)?.says ?? ''],
    [
      `${name}_euros`,
      (line: ReconcileLine) => {
        const side = of(line);
        return side === null ? '' : euros(side.cents);
      },
    ],
  ] as const;
}

/** RFC 4180 with semicolons: a header, one line each, CRLF. */
export function reconcileCsv(report: ReconcileReport): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...report.lines.map((line) => COLUMNS.map(([, read]) => cell(read(line, report)))),
  ];
  return `${BYTE_ORDER_MARK}${rows.map((row) => `${row.join(SEPARATOR)}\r\n`).join('')}`;
}

/** Exact: `1470` is `14.70`. */
export function euros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What providers call their orders must not become a formula of the spreadsheet. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
