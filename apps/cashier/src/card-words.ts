import type { CashierPayment, HealthLine } from '@tillbridge/contracts';
import { assertNever } from '@tillbridge/kernel';
import { formatSpan, type ReasonSituation, reasonSentence, type Translator } from '@tillbridge/language';
import type { PictogramName } from '@tillbridge/ui';

/** The ground of a card: neutral, the guest's turn, paid, not paid, and what needs a decision. */
export type Field = 'neutral' | 'turn' | 'ok' | 'no' | 'unknown';

export interface CardWords {
  /** What is true. */
  readonly head: string;
  /** What to do now; null when there is nothing to do. */
  readonly action: string | null;
  readonly field: Field;
  readonly pictogram: PictogramName;
}

const HINT_PICTOGRAM = {
  chip: 'insert-chip',
  pin: 'keypad-with-hand',
  again: 'hold-still',
  other: 'tap-card',
} as const satisfies Record<NonNullable<CashierPayment['hint']>, PictogramName>;

/** The sentences of a payment's card. `now` is the agent's clock. */
export function cardWords(
  payment: CashierPayment,
  words: Translator,
  now: number,
  health: readonly HealthLine[],
): CardWords {
  const refund = payment.direction === 'refund';
  const amount = words.amount(payment.amountCents);
  const { device } = payment;
  const why = (situation: ReasonSituation) => reasonSentence(words, situation, payment);
  switch (payment.state) {
    case 'starting':
      return {
        ...neutral('hourglass'),
        head: words.t('cashier.starting.head', { device }),
        action: words.t('cashier.starting.action'),
      };
    case 'waiting-for-card':
      return {
        ...turn('tap-card'),
        head: refund
          ? words.t('cashier.waitingForCardRefund.head', { amount, device })
          : words.t('cashier.waitingForCard.head', { amount, device }),
        action: words.t(refund ? 'cashier.waitingForCardRefund.action' : 'cashier.waitingForCard.action'),
      };
    case 'not-through-yet':
      return {
        ...turn(HINT_PICTOGRAM[payment.hint ?? 'other']),
        head: words.t('cashier.notThroughYet.head'),
        action: words.t('cashier.notThroughYet.action', { hint: words.t(`cashier.hint.${payment.hint ?? 'other'}`) }),
      };
    case 'pin':
      return {
        ...turn('keypad-with-hand'),
        head: words.t('cashier.pin.head'),
        action:
          payment.hint === null
            ? words.t('cashier.pin.action')
            : words.t('cashier.pinAgain', { hint: words.t(`cashier.hint.${payment.hint}`) }),
      };
    case 'processing':
      return {
        ...neutral('bank-checking'),
        head: words.t('cashier.processing.head', { s: secondsBetween(payment.since, now) }),
        action:
          payment.usualMs === null
            ? words.t('cashier.processingNoUsual')
            : words.t('cashier.processing.action', { p95: Math.max(1, Math.ceil(payment.usualMs / 1000)) }),
      };
    case 'remove-card':
      return {
        ...turn('card-out'),
        head: words.t('cashier.removeCard.head', { device }),
        action: words.t('cashier.removeCard.action'),
      };
    case 'qr-waiting':
      return {
        ...turn('phone-scan'),
        head: words.t('cashier.qrWaiting.head'),
        action: words.t('cashier.qrWaiting.action', { amount, mmss: formatSpan((payment.expiresAt ?? now) - now) }),
      };
    case 'qr-scanned':
      return {
        ...turn('phone-confirm'),
        head: words.t('cashier.qrScanned.head'),
        action: words.t('cashier.qrScanned.action'),
      };
    case 'qr-checking':
      return {
        ...neutral('qr-away'),
        head: words.t('cashier.qrChecking.head'),
        action: words.t('cashier.qrChecking.action'),
      };
    case 'stop-requested':
      return {
        ...neutral('hourglass'),
        head: words.t('cashier.stopRequested.head'),
        action: words.t('cashier.stopRequested.action'),
      };
    case 'refunding':
      return {
        ...neutral('refund-arrow'),
        head: words.t('cashier.refunding.head', { amount, s: secondsBetween(payment.startedAt, now) }),
        action: words.t('cashier.refunding.action'),
      };
    case 'unknown':
      return {
        ...decide(),
        head: words.t(refund ? 'cashier.unknownRefund.head' : 'cashier.unknown.head'),
        action: why('not-certain') ?? words.t(refund ? 'cashier.unknownRefund.action' : 'cashier.unknown.action'),
      };
    case 'taken-offline':
      return {
        field: 'unknown',
        pictogram: 'offline-cloud',
        head: words.t(refund ? 'cashier.takenOfflineRefund.head' : 'cashier.takenOffline.head', { device }),
        action: words.t(refund ? 'cashier.takenOfflineRefund.action' : 'cashier.takenOffline.action'),
      };
    case 'approved-offline':
      return {
        ...neutral('offline-cloud'),
        head: words.t(refund ? 'cashier.approvedOfflineRefund.head' : 'cashier.approvedOffline.head', { amount }),
        action: words.t(refund ? 'cashier.approvedOfflineRefund.action' : 'cashier.approvedOffline.action'),
      };
    case 'approved':
      return {
        ...ok(),
        head: words.t(refund ? 'cashier.approvedRefund.head' : 'cashier.approved.head', { amount }),
        action: words.t(refund ? 'cashier.approvedRefund.action' : 'cashier.approved.action'),
      };
    case 'approved-till-not-told':
      return {
        ...ok(),
        head: words.t(refund ? 'cashier.tillNotToldRefund.head' : 'cashier.tillNotTold.head', { amount }),
        action: words.t(refund ? 'cashier.tillNotToldRefund.action' : 'cashier.tillNotTold.action'),
      };
    case 'too-late-to-stop':
      return {
        ...ok(),
        head: words.t(refund ? 'cashier.tooLateToStopRefund.head' : 'cashier.tooLateToStop.head'),
        action: words.t(refund ? 'cashier.tooLateToStopRefund.action' : 'cashier.tooLateToStop.action'),
      };
    case 'declined':
      return {
        ...no('octagon-cross'),
        head: words.t(refund ? 'cashier.declinedRefund.head' : 'cashier.declined.head'),
        action: why('not-paid') ?? words.t(refund ? 'cashier.declinedRefund.action' : 'cashier.declined.action'),
      };
    case 'stopped':
      return {
        ...neutral('stop-square'),
        head: words.t(refund ? 'cashier.stoppedRefund.head' : 'cashier.stopped.head'),
        action: why('not-paid') ?? words.t(refund ? 'cashier.stoppedRefund.action' : 'cashier.stopped.action'),
      };
    case 'timed-out':
      return {
        ...neutral('clock-out'),
        head: words.t(refund ? 'cashier.timedOutRefund.head' : 'cashier.timedOut.head'),
        action: why('not-paid') ?? words.t(refund ? 'cashier.timedOutRefund.action' : 'cashier.timedOut.action'),
      };
    case 'qr-expired':
      return {
        ...neutral('clock-out'),
        head: words.t('cashier.qrExpired.head'),
        action: words.t('cashier.qrExpired.action'),
      };
    case 'paid-after-all':
      return {
        ...decide(),
        head: words.t(refund ? 'cashier.paidAfterAllRefund.head' : 'cashier.paidAfterAll.head', {
          amount,
          time: words.time(payment.provenAt ?? payment.since),
        }),
        action: words.t(refund ? 'cashier.paidAfterAllRefund.action' : 'cashier.paidAfterAll.action'),
      };
    case 'witness-mismatch':
      return {
        ...decide(),
        head: words.t('cashier.witnessMismatch.head', { source: device }),
        action: words.t('cashier.witnessMismatch.action'),
      };
    case 'amount-differs':
      return {
        ...decide(),
        head: words.t('cashier.amountDiffers.head', { amount }),
        action: words.t('cashier.amountDiffers.action'),
      };
    case 'amount-refused':
      return {
        ...no('octagon-cross'),
        head: words.t(refund ? 'cashier.amountRefusedRefund.head' : 'cashier.amountRefused.head', { device }),
        action: words.t(refund ? 'cashier.amountRefusedRefund.action' : 'cashier.amountRefused.action'),
      };
    case 'queued-declined':
      return {
        ...decide(),
        head: words.t(refund ? 'cashier.queuedDeclinedRefund.head' : 'cashier.queuedDeclined.head', { amount }),
        action: words.t(refund ? 'cashier.queuedDeclinedRefund.action' : 'cashier.queuedDeclined.action'),
      };
    case 'terminal-in-use':
      return {
        ...no('terminal'),
        head: words.t('cashier.terminalInUse.head', { device }),
        action: busyAction(payment, words, now, why('occupied')),
      };
    case 'terminal-offline':
      return {
        ...no('terminal'),
        head: words.t('cashier.terminalOffline.head', { device }),
        action: offlineAction(payment, words, health, why('not-answering')),
      };
    case 'provider-down':
      return {
        ...no('offline-cloud'),
        head: words.t('cashier.providerDown.head', { device }),
        action: refusedAction(words, why('not-started')) ?? words.t('cashier.providerDown.action'),
      };
    case 'provider-refused':
      return {
        ...no('octagon-cross'),
        head: words.t('cashier.providerRefused.head', { device }),
        action:
          refusedAction(words, why('not-started')) ??
          words.t('cashier.providerRefused.action', { code: payment.code ?? '–' }),
      };
    case 'second-tender':
      return {
        ...decide(),
        head: words.t('cashier.secondTender.head'),
        action: words.t('cashier.secondTender.action'),
      };
    case 'no-route':
      return {
        ...no('octagon-cross'),
        head: words.t('cashier.noRoute.head'),
        action: words.t('cashier.noRoute.action'),
      };
    case 'refund-not-possible':
      return {
        ...no('octagon-cross'),
        head: words.t('cashier.refundNotPossible.head', { device }),
        action: words.t('cashier.refundNotPossible.action'),
      };
    case 'journal-unwritable':
      return {
        ...decide(),
        head: words.t('cashier.journalUnwritable.head'),
        action: words.t('cashier.journalUnwritable.action', { code: payment.code ?? '–' }),
      };
    default:
      return assertNever(payment.state);
  }
}

function neutral(pictogram: PictogramName) {
  return { field: 'neutral', pictogram } as const;
}
function turn(pictogram: PictogramName) {
  return { field: 'turn', pictogram } as const;
}
function ok() {
  return { field: 'ok', pictogram: 'check-circle' } as const;
}
function no(pictogram: PictogramName) {
  return { field: 'no', pictogram } as const;
}
function decide() {
  return { field: 'unknown', pictogram: 'triangle-exclamation' } as const;
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 1000));
}

function refusedAction(words: Translator, why: string | null): string | null {
  return why === null ? null : words.t('cashier.nothingStarted', { why });
}

function busyAction(payment: CashierPayment, words: Translator, now: number, why: string | null): string {
  const seconds = payment.busyUntil === null ? 0 : Math.ceil((payment.busyUntil - now) / 1000);
  if (seconds <= 0) return words.t('cashier.terminalInUse.free');
  const wait = words.t('cashier.terminalInUse.action', { count: seconds });
  return why === null ? wait : `${wait} ${why}`;
}

function offlineAction(
  payment: CashierPayment,
  words: Translator,
  health: readonly HealthLine[],
  why: string | null,
): string {
  const seenAt = health.find((each) => each.kind === 'terminal' && each.name === payment.device)?.lastSeenAt ?? null;
  if (seenAt === null) return why ?? words.t('cashier.terminalOffline.actionNeverSeen');
  const time = words.time(seenAt);
  return why === null
    ? words.t('cashier.terminalOffline.action', { time })
    : words.t('cashier.terminalOffline.because', { why, time });
}

/** The next step of a payment that stands in the list of open outcomes. */
export function nextStep(payment: CashierPayment, words: Translator): string {
  const refund = payment.direction === 'refund';
  switch (payment.state) {
    case 'unknown':
      return words.t(refund ? 'next.findOutRefund' : 'next.findOut');
    case 'taken-offline':
      return words.t(refund ? 'next.takenOfflineRefund' : 'next.takenOffline');
    case 'approved-offline':
      return words.t(refund ? 'next.approvedOfflineRefund' : 'next.approvedOffline');
    case 'amount-refused':
      return words.t(refund ? 'cashier.amountRefusedRefund.head' : 'cashier.amountRefused.head', {
        device: payment.device,
      });
    case 'queued-declined':
      return words.t(refund ? 'cashier.queuedDeclinedRefund.action' : 'cashier.queuedDeclined.action');
    case 'approved':
    case 'approved-till-not-told':
    case 'too-late-to-stop':
      return words.t(refund ? 'next.tillNotToldRefund' : 'next.tillNotTold');
    case 'paid-after-all':
      return words.t(refund ? 'cashier.paidAfterAllRefund.action' : 'cashier.paidAfterAll.action');
    case 'witness-mismatch':
    case 'amount-differs':
      return words.t('next.manager');
    default:
      return words.t('next.wait');
  }
}

/** A person may see this to its end by hand. */
export function canSettle(payment: CashierPayment): boolean {
  return (
    payment.state === 'paid-after-all' ||
    payment.state === 'witness-mismatch' ||
    payment.state === 'amount-differs' ||
    payment.state === 'amount-refused' ||
    payment.state === 'queued-declined' ||
    payment.state === 'approved-till-not-told'
  );
}
