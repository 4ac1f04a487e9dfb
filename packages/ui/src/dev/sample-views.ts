import type {
  BasketView,
  CashierPayment,
  CashierState,
  CashierView,
  DisplayScreen,
  DisplayView,
  Language,
  VoucherStrip,
} from '@tillbridge/contracts';
import { SAMPLE_DISCOUNTS } from './sample-vouchers.ts';

const AMOUNT = 123_450;

const sampleBasket: BasketView = {
  lines: [
    { lineId: '1', text: 'Dagkaart volwassene', quantity: '2', amountCents: 4_900 },
    { lineId: '2', text: 'Dagkaart kind t/m 11 jaar', quantity: '3', amountCents: 5_850 },
    { lineId: '3', text: 'Parkeerkaart', quantity: '1', amountCents: 750 },
    { lineId: '4', text: 'Koffie', quantity: '2', amountCents: 590 },
    { lineId: '5', text: 'Appelgebak met slagroom', quantity: '1', amountCents: 475 },
    { lineId: '6', text: 'Limonade', quantity: '3', amountCents: 645 },
    { lineId: '7', text: 'Statiegeld bekers', quantity: '3', amountCents: 300 },
    { lineId: '8', text: 'IJsje', quantity: '3', amountCents: 825 },
    { lineId: '9', text: 'Kassakorting abonnement', quantity: '1', amountCents: -500 },
    { lineId: '10', text: 'Ansichtkaart', quantity: '4', amountCents: 600 },
    { lineId: '11', text: 'Friet speciaal', quantity: '2', amountCents: 990 },
    { lineId: '12', text: 'Waterfles', quantity: '1', amountCents: 1_195 },
  ],
  discounts: [],
  totalCents: AMOUNT,
};

const pay = { amountCents: AMOUNT, direction: 'pay' } as const;
const refund = { amountCents: AMOUNT, direction: 'refund' } as const;

/** Every screen of the display, `now` by the agent's clock. */
export function sampleScreens(now: number): Readonly<Record<string, DisplayScreen>> {
  const payload = 'HTTPS://QR.EXAMPLE.NL/P/01JD8Z6Q3V7H5M2K9TXWCB4RNE';
  return {
    'starting-up': { kind: 'starting-up' },
    idle: { kind: 'idle' },
    closed: { kind: 'closed' },
    basket: { kind: 'basket' },
    choose: { kind: 'choose', amountCents: AMOUNT },
    starting: { kind: 'starting', ...pay },
    'present-card': { kind: 'present-card', ...pay },
    'present-card-refund': { kind: 'present-card', ...refund },
    'try-again': { kind: 'try-again', ...pay },
    'insert-card': { kind: 'insert-card', ...pay },
    'one-card': { kind: 'one-card', ...pay },
    'confirm-phone': { kind: 'confirm-phone', ...pay },
    'declined-retry': { kind: 'declined-retry', ...pay },
    'declined-retry-refund': { kind: 'declined-retry', ...refund },
    'declined-pin': { kind: 'declined-pin', ...pay },
    pin: { kind: 'pin', ...pay },
    'pin-again': { kind: 'pin-again', ...pay },
    processing: { kind: 'processing', ...pay, slow: false },
    'processing-slow': { kind: 'processing', ...pay, slow: true },
    'remove-card': { kind: 'remove-card', ...pay },
    qr: { kind: 'qr', ...pay, payload, expiresAt: now + 110_000 },
    'qr-last': { kind: 'qr', ...pay, payload, expiresAt: now + 26_000 },
    'qr-scanned': { kind: 'qr-scanned', ...pay },
    'qr-checking': { kind: 'qr-checking', ...pay },
    cancelling: { kind: 'cancelling', ...pay },
    'cancelling-refund': { kind: 'cancelling', ...refund },
    unknown: { kind: 'unknown', ...pay },
    'unknown-refund': { kind: 'unknown', ...refund },
    approved: { kind: 'approved', ...pay },
    'approved-refund': { kind: 'approved', ...refund },
    declined: { kind: 'declined', ...pay },
    'declined-refund': { kind: 'declined', ...refund },
    cancelled: { kind: 'cancelled', ...pay },
    'cancelled-refund': { kind: 'cancelled', ...refund },
    'timed-out': { kind: 'timed-out', ...pay },
    'timed-out-refund': { kind: 'timed-out', ...refund },
    'qr-expired': { kind: 'qr-expired', ...pay },
  };
}

export function sampleDisplay(
  screen: DisplayScreen,
  options: {
    language?: Language;
    theme?: 'light' | 'dark';
    panel?: DisplayView['panel'];
    basket?: boolean;
    voucher?: VoucherStrip | null;
  } = {},
): DisplayView {
  return {
    till: { id: '3-12', name: 'Balie 1' },
    brand: 'Speelpark De Eik',
    language: options.language ?? 'nl',
    theme: options.theme ?? 'light',
    paymentId: '01JD8Z6Q3V7H5M2K9TXWCB4RNE',
    screen,
    basket:
      options.basket === false || screen.kind === 'idle'
        ? null
        : { ...sampleBasket, discounts: options.voucher ? [...SAMPLE_DISCOUNTS] : [] },
    voucher: options.voucher ?? null,
    panel: options.panel ?? null,
  };
}

const CODES: Partial<Record<CashierState, string>> = {
  'provider-refused': 'PAY-104',
  'amount-refused': 'ZVT-112',
  'queued-declined': 'TILL-526',
};

export function samplePayment(state: CashierState, now: number, more: Partial<CashierPayment> = {}): CashierPayment {
  const qr = state.startsWith('qr-') || state === 'refunding';
  return {
    paymentId: '01JD8Z6Q3V7H5M2K9TXWCB4RNE',
    means: qr ? 'qr' : 'card',
    direction: state === 'refunding' ? 'refund' : 'pay',
    amountCents: AMOUNT,
    device: qr ? 'Pay. QR' : 'Pin 2, balie',
    state,
    hint: null,
    deviceWords: null,
    since: now - 12_000,
    startedAt: now - 34_000,
    expiresAt: now + 100_000,
    usualMs: 9_000,
    busyUntil: state === 'terminal-in-use' ? now + 42_000 : null,
    provenAt: now - 3_000,
    code: CODES[state] ?? null,
    shortReference: 'CB4RNE',
    canStop: ['starting', 'waiting-for-card', 'pin', 'qr-waiting', 'qr-scanned', 'not-through-yet'].includes(state),
    canEnquire: ['unknown', 'stop-requested', 'taken-offline', 'approved-offline'].includes(state),
    canWitness: state === 'unknown',
    onDevice: state !== 'refunding',
    ...more,
  };
}

export function sampleCashier(now: number, more: Partial<CashierView> = {}): CashierView {
  const past = {
    means: 'card',
    direction: 'pay',
    device: 'Pin 1',
    cardType: 'Maestro',
    transactionReference: null,
    shortReference: '7QX2MA',
    witnessed: false,
    unsettled: false,
    refundableCents: 0,
    startedOnTerminal: false,
  } as const;
  return {
    till: { id: '3-12', name: 'Balie 1' },
    tills: [
      { id: '3-12', name: 'Balie 1' },
      { id: '3-13', name: 'Balie 2' },
    ],
    language: 'nl',
    theme: 'light',
    demo: true,
    sale: null,
    current: null,
    open: [],
    recent: [
      {
        ...past,
        paymentId: 'a',
        at: now - 240_000,
        amountCents: 2_450,
        state: 'approved',
        told: 'paid',
        refundableCents: 2_450,
      },
      {
        ...past,
        paymentId: 'b',
        at: now - 700_000,
        amountCents: 1_995,
        state: 'declined',
        told: 'not-paid',
        cardType: null,
      },
      {
        ...past,
        paymentId: 'c',
        at: now - 1_300_000,
        amountCents: 11_900,
        means: 'qr',
        device: 'Pay. QR',
        state: 'approved',
        told: 'paid',
        cardType: 'iDEAL',
      },
      {
        ...past,
        paymentId: '51000200023X1f44',
        at: now - 1_700_000,
        amountCents: 1_250,
        state: 'approved',
        told: null,
        cardType: null,
        shortReference: '3X1f44',
        startedOnTerminal: true,
      },
      {
        ...past,
        paymentId: 'd',
        at: now - 2_100_000,
        amountCents: 750,
        state: 'cancelled',
        told: 'not-paid',
        cardType: null,
      },
      {
        ...past,
        paymentId: 'e',
        at: now - 2_900_000,
        amountCents: 4_900,
        direction: 'refund',
        state: 'approved',
        told: 'paid',
      },
      {
        ...past,
        paymentId: 'f',
        at: now - 3_900_000,
        amountCents: 6_680,
        state: 'approved',
        told: 'paid',
        cardType: 'Visa',
      },
    ],
    health: [
      {
        id: 'till',
        kind: 'till',
        name: 'Kassa',
        state: 'ok',
        lastSeenAt: now - 2_000,
        how: null,
        code: null,
        count: null,
      },
      {
        id: 'pin-1',
        kind: 'terminal',
        name: 'Pin 1',
        state: 'ok',
        lastSeenAt: now - 60_000,
        how: 'status-enquiry',
        code: null,
        count: null,
      },
      {
        id: 'pay',
        kind: 'provider',
        name: 'Pay.',
        state: 'ok',
        lastSeenAt: now - 30_000,
        how: null,
        code: null,
        count: null,
      },
      {
        id: 'display',
        kind: 'display',
        name: 'Klantscherm',
        state: 'ok',
        lastSeenAt: now - 1_000,
        how: null,
        code: null,
        count: null,
      },
      {
        id: 'journal',
        kind: 'journal',
        name: 'Journal',
        state: 'ok',
        lastSeenAt: now - 1_000,
        how: null,
        code: null,
        count: null,
      },
      { id: 'outbox', kind: 'outbox', name: 'Outbox', state: 'ok', lastSeenAt: null, how: null, code: null, count: 0 },
    ],
    notices: [],
    vouchers: {
      shops: [{ id: 'tickets', name: 'Ticketshop De Eik' }],
      overUse: 2,
      scanner: { prefix: '', suffix: 'enter' },
      scan: null,
    },
    staff: ['Anja', 'Bram', 'Chantal'],
    ...more,
  };
}
