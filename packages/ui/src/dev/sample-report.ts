import type { ReconcileLine, ReconcileReport, ReconcileSum } from '@tillbridge/contracts';

const NOTHING: ReconcileSum = { paidCents: 0, refundedCents: 0 };
const paid = (paidCents: number, refundedCents = 0): ReconcileSum => ({ paidCents, refundedCents });
const says = (word: string, cents = 0) => ({ says: word, cents });

function line(now: number, ago: number, changes: Partial<ReconcileLine>): ReconcileLine {
  return {
    kind: 'equal',
    at: now - ago,
    direction: 'pay',
    amountCents: 2_450,
    route: 'pin-1',
    account: 'pay',
    till: '3-12',
    payment: '01JD8Z6Q3V7H5M2K9TXWCB4RNE',
    externalPaymentId: '4711',
    providerRef: '51000200023X1f44',
    told: says('paid', 2_450),
    journal: says('paid', 2_450),
    provider: says('paid', 2_450),
    why: null,
    explanation: '',
    whoActs: 'nobody',
    ...changes,
  };
}

const figures = { thereCents: null, hereCents: null, payment: null };

/** A day whose three sides agree, with refunds from the window and a terminal without a list. */
export function sampleAgreement(now: number): ReconcileReport {
  return {
    day: new Date(now).toISOString().slice(0, 10),
    timeZone: 'Europe/Amsterdam',
    from: now - 60_000_000,
    until: now - 1,
    madeAt: now,
    equal: true,
    accounts: [
      { account: 'pay', name: 'Pay.', answer: 'listed', detail: null },
      { account: 'kc', name: 'Kassa Compleet', answer: 'listed', detail: null },
    ],
    lines: [
      ...Array.from({ length: 41 }, (_, n) => line(now, n * 60_000, { payment: `P${n}` })),
      line(now, 1, {
        direction: 'refund',
        told: null,
        journal: says('paid', 4_900),
        provider: says('paid', 4_900),
      }),
      line(now, 1, { kind: 'not-compared', route: 'pin-3', account: null, provider: null }),
    ],
    totals: [
      total('pin-1', 'Pin 1', 'pay', 0, paid(1_234_567), paid(1_234_567)),
      total('pay-qr', 'Pay. QR', 'pay', 0, paid(48_050), paid(48_050, 4_900), paid(48_050, 4_900)),
      total('pin-3', 'Pin 3, terras', null, 0, paid(20_195), paid(20_195), NOTHING),
    ],
  };
}

function total(
  route: string | null,
  name: string,
  account: string | null,
  differences: number,
  told: ReconcileSum,
  journal: ReconcileSum,
  provider: ReconcileSum = journal,
): ReconcileReport['totals'][number] {
  return { route, name, account, lines: 9, differences, told, journal, provider };
}

/** A day with every sort of difference, and a list that could not be fetched. */
export function sampleDifferences(now: number): ReconcileReport {
  return {
    ...sampleAgreement(now),
    equal: false,
    until: now + 3_600_000,
    accounts: [
      { account: 'pay', name: 'Pay.', answer: 'listed', detail: null },
      { account: 'msp', name: 'MultiSafepay', answer: 'unreachable', detail: 'MSP-109 no answer within 60 s' },
    ],
    lines: [
      line(now, 9_000_000, {}),
      line(now, 8_000_000, {
        kind: 'paid-not-told',
        told: null,
        whoActs: 'manager',
        why: { reason: 'untold', ...figures },
      }),
      line(now, 7_000_000, {
        kind: 'amount-differs',
        amountCents: 123_450,
        route: 'pay-qr',
        till: '3-13',
        told: says('paid', 123_450),
        journal: says('paid', 123_450),
        provider: says('paid', 113_450),
        whoActs: 'manager',
        why: { ...figures, reason: 'amountDiffers', thereCents: 113_450, hereCents: 123_450 },
      }),
      line(now, 6_000_000, {
        kind: 'only-at-provider',
        amountCents: 1_250,
        route: null,
        till: null,
        payment: null,
        told: null,
        journal: says('paid', 1_250),
        provider: says('paid', 1_250),
        whoActs: 'manager',
        why: { ...figures, reason: 'onDevice', thereCents: 1_250 },
      }),
      line(now, 5_000_000, {
        kind: 'refund-only-at-provider',
        direction: 'refund',
        amountCents: 750,
        route: null,
        till: null,
        payment: null,
        told: null,
        journal: null,
        provider: says('paid', 750),
        whoActs: 'manager',
        why: { ...figures, reason: 'refundOnlyThere', thereCents: 750, payment: '01JD8Z6Q3V7H5M2K9TXWCB4RNE' },
      }),
      line(now, 4_000_000, {
        kind: 'told-not-paid',
        direction: 'refund',
        provider: says('not-paid'),
        whoActs: 'it',
        why: { ...figures, reason: 'provenNotPaid' },
      }),
      ...[1, 2, 3].map((n) =>
        line(now, n * 1_000, {
          kind: 'provider-not-asked',
          route: 'msp-qr',
          account: 'msp',
          payment: `M${n}`,
          provider: null,
          whoActs: 'it',
          why: { ...figures, reason: 'notAsked' },
        }),
      ),
    ],
    totals: [
      total('pin-1', 'Pin 1', 'pay', 2, paid(2_450, 2_450), paid(4_900, 2_450), paid(4_900)),
      total('pay-qr', 'Pay. QR', 'pay', 1, paid(123_450), paid(123_450), paid(113_450)),
      total(null, 'Pay.', 'pay', 2, NOTHING, paid(1_250), paid(1_250, 750)),
      total('msp-qr', 'MultiSafepay QR', 'msp', 3, paid(7_350), paid(7_350), NOTHING),
    ],
  };
}
