import type { EpochMs } from '@tillbridge/kernel';
import { type Language, tillSentences } from '@tillbridge/language';
import type { Sentences } from '@tillbridge/mplus';
import type { Payment, Phase, RouteId, TillId } from '@tillbridge/payments';
import { shownCents } from './views/picture.ts';

export interface TillWordsPorts {
  /** Undefined: a till that isn't in the settings. */
  languageOf(till: TillId | undefined): Language;
  deviceName(route: RouteId): string;
  now(): EpochMs;
}

/** What a till shows on its own screens, in its own language. */
export function tillWords({ languageOf, deviceName, now }: TillWordsPorts): Sentences {
  return {
    ofPayment: (till, payment, phase) => tillSentences(languageOf(till), situation(payment, phase, deviceName, now())),
    ofNoPayment(till, why) {
      // The catalogue's own sentence says it best for a payment that was never started here.
      if (why === 'unknown-payment') return null;
      const reason = why === 'unknown-till' ? 'no-route' : 'journal-unwritable';
      return tillSentences(languageOf(till?.till), {
        state: 'cancelled',
        reason,
        phase: null,
        means: 'card',
        direction: 'pay',
        amountCents: 0,
        device: '',
        busySeconds: null,
        witnessedDeclined: false,
      });
    },
  };
}

function situation(payment: Payment, phase: Phase | null, deviceName: (route: RouteId) => string, now: EpochMs) {
  const { busyUntil } = payment;
  return {
    state: payment.state,
    reason: payment.reason,
    phase,
    means: payment.means,
    direction: payment.direction,
    amountCents: shownCents(payment),
    device: deviceName(payment.route),
    busySeconds: busyUntil === null ? null : Math.max(1, Math.ceil((busyUntil - now) / 1_000)),
    witnessedDeclined: payment.witness?.says === 'declined',
    stopRequested: payment.cancelRequest !== null,
    settlement: payment.approval?.settlement ?? null,
  };
}
