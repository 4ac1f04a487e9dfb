/** A day's reconciliation as a file for bookkeeping: the same from the command line and from the cashier window. */
import { csvText, euros } from './csv.ts';
import { RECONCILE_NOTES, type ReconcileLine, type ReconcileReport, type ReconcileSide } from './reconcile.ts';

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

/** A header, one line each. */
export function reconcileCsv(report: ReconcileReport): string {
  const columns = COLUMNS.map(([name, read]) => [name, (line: ReconcileLine) => read(line, report)] as const);
  return csvText(columns, report.lines);
}
