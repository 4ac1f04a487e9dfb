/** A report in words. */
import { euros, RECONCILE_NOTES, type ReconcileReport, type ReconcileSum } from '@tillbridge/contracts';

const WHO: Readonly<Record<ReconcileReport['lines'][number]['whoActs'], string>> = {
  nobody: '',
  cashier: ' The cashier acts.',
  manager: ' A manager acts.',
  it: ' IT acts.',
};

export function wordsOf(report: ReconcileReport): readonly string[] {
  const { day, timeZone, lines, accounts, totals, equal } = report;
  const differences = lines.filter(({ kind }) => !RECONCILE_NOTES.includes(kind));
  const uncompared = lines.filter(({ kind }) => kind === 'not-compared').length;
  return [
    `${day} (${timeZone}): ${lines.length} lines, ${equal ? 'no difference' : `${differences.length} differences`}.`,
    ...accounts.flatMap(({ account, answer, detail }) => {
      if (answer === 'listed') return [];
      return [
        `Account ${account} ${answer === 'no-list' ? 'has no list' : `could not be asked: ${oneLine(detail ?? '')}`}.`,
      ];
    }),
    ...(uncompared === 0
      ? []
      : [
          `${uncompared} payments on terminals without a list: compare their end-of-day receipts with the totals here.`,
        ]),
    ...differences.map(({ at, kind, route, account, till, payment, providerRef, explanation, whoActs }) => {
      const where = [till === null ? null : `till ${till}`, route ?? account, payment ?? providerRef].filter(Boolean);
      const when = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
      return oneLine(`${when}Z  ${kind}  ${where.join(', ')}: ${explanation}${WHO[whoActs]}`);
    }),
    ...totals.flatMap(({ route, account, told, journal, provider }) => [
      `${route ?? `${account}, not ours`}: till ${sum(told)}; journal ${sum(journal)}; ${account === null ? 'no list' : `provider ${sum(provider)}`}`,
    ]),
  ];
}

function sum({ paidCents, refundedCents }: ReconcileSum): string {
  return `${euros(paidCents)}${refundedCents === 0 ? '' : ` - ${euros(refundedCents)}`}`;
}

/** What a provider says must not move the cursor of whoever reads it. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
