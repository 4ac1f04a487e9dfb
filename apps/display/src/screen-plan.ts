import { assertNever } from '@tillbridge/kernel';
import type { Translator } from '@tillbridge/language';
import type { PictogramName, SoundName } from '@tillbridge/ui';
import type { GlassScreen } from './glass.ts';

/** T1 message, T2 basket, T3 pay, T4 QR, T5 idle. */
export type Template = 'message' | 'basket' | 'pay' | 'qr' | 'idle';
/** The ground a screen stands on: neutral, your turn, paid, not paid, unknown. */
export type Field = 'neutral' | 'turn' | 'ok' | 'no' | 'unknown';

/** Everything a template needs to draw a screen. */
export interface ScreenPlan {
  readonly template: Template;
  readonly field: Field;
  readonly hero: string;
  readonly sub: string | null;
  /** A figure of its own, with the words above it. */
  readonly amount: { readonly label: string; readonly text: string } | null;
  readonly pictograms: readonly PictogramName[];
  readonly sound: SoundName | null;
  /** A result or a change that has to be spoken at once. */
  readonly urgent: boolean;
}

/** What a guest reads, sees and hears on each screen, in their language. */
export function planFor(screen: GlassScreen, words: Translator): ScreenPlan {
  switch (screen.kind) {
    case 'starting-up':
      return plain({ hero: words.t('display.startingUp.hero') });
    case 'qr-withdrawn':
      return plain({
        hero: words.t('display.qrWithdrawn.hero'),
        sub: words.t('display.qrWithdrawn.sub'),
        pictograms: ['qr-away'],
        urgent: true,
      });
    case 'idle':
      return plain({ template: 'idle', hero: words.t('display.idle.hero') });
    case 'closed':
      return plain({
        hero: words.t('display.closed.hero'),
        sub: words.t('display.closed.sub'),
        pictograms: ['till-link'],
      });
    case 'basket':
      return plain({ template: 'basket', hero: words.t('display.basket.hero') });
    case 'choose':
      return plain({
        template: 'pay',
        hero: words.t('display.choose.hero'),
        amount:
          screen.amountCents === null
            ? null
            : { label: words.t('display.toPay'), text: words.amount(screen.amountCents) },
        pictograms: ['tap-card', 'phone-scan'],
      });
    default:
      return planWithMoney(screen, words);
  }
}

type MoneyScreen = Extract<GlassScreen, { readonly amountCents: number; readonly direction: string }>;

function planWithMoney(screen: MoneyScreen, words: Translator): ScreenPlan {
  const refund = screen.direction === 'refund';
  const text = words.amount(screen.amountCents);
  const amount = { label: words.t(refund ? 'display.toGetBack' : 'display.toPay'), text };
  const pay = (plan: Partial<ScreenPlan> & { hero: string }): ScreenPlan => plain({ template: 'pay', amount, ...plan });
  switch (screen.kind) {
    case 'starting':
      return pay({
        hero: words.t('display.starting.hero'),
        sub: words.t('display.starting.sub'),
        pictograms: ['hourglass'],
      });
    case 'present-card':
      return pay({
        field: 'turn',
        hero: refund
          ? words.t('display.presentCardRefund.hero', { amount: text })
          : words.t('display.presentCard.hero'),
        sub: words.t(refund ? 'display.presentCardRefund.sub' : 'display.presentCard.sub'),
        pictograms: ['tap-card', 'insert-chip'],
        sound: 'your-turn',
      });
    case 'try-again':
      return pay({
        field: 'turn',
        hero: words.t('display.tryAgain.hero'),
        sub: words.t('display.tryAgain.sub'),
        pictograms: ['hold-still'],
        sound: 'your-turn',
      });
    case 'insert-card':
      return pay({
        field: 'turn',
        hero: words.t('display.insertCard.hero'),
        sub: words.t('display.insertCard.sub'),
        pictograms: ['insert-chip'],
        sound: 'your-turn',
      });
    case 'one-card':
      return pay({
        field: 'turn',
        hero: words.t('display.oneCard.hero'),
        sub: words.t('display.oneCard.sub'),
        pictograms: ['one-card'],
        sound: 'your-turn',
      });
    case 'confirm-phone':
      return pay({
        field: 'turn',
        hero: words.t('display.confirmPhone.hero'),
        sub: words.t('display.confirmPhone.sub'),
        pictograms: ['phone-confirm'],
        sound: 'your-turn',
      });
    case 'declined-retry':
    case 'declined-pin':
      return pay({
        field: 'turn',
        hero: words.t('display.notThroughYet.hero'),
        // Money that goes back has no other way to take.
        sub: refund ? null : words.t('display.notThroughYet.sub'),
        pictograms: screen.kind === 'declined-pin' ? ['keypad-with-hand'] : ['tap-card', 'insert-chip'],
        sound: 'your-turn',
      });
    case 'pin-again':
      return pay({
        field: 'turn',
        hero: words.t('display.pinAgain.hero'),
        sub: words.t('display.pinAgain.sub'),
        pictograms: ['keypad-with-hand'],
        sound: 'your-turn',
      });
    case 'pin':
      return pay({
        field: 'turn',
        hero: words.t('display.pin.hero'),
        sub: words.t('display.pin.sub'),
        pictograms: ['keypad-with-hand'],
        sound: 'your-turn',
      });
    case 'processing':
      return pay({
        hero: words.t(screen.slow ? 'display.slow.hero' : 'display.processing.hero'),
        sub: words.t(screen.slow ? 'display.slow.sub' : refund ? 'display.processingRefund' : 'display.processing.sub'),
        pictograms: ['bank-checking'],
      });
    case 'remove-card':
      return pay({
        field: 'turn',
        hero: words.t('display.removeCard.hero'),
        sub: words.t('display.removeCard.sub'),
        pictograms: ['card-out'],
        sound: 'card-forgotten',
      });
    case 'qr':
      return pay({
        template: 'qr',
        hero: words.t('display.qr.hero'),
        sub: words.t('display.qr.sub'),
      });
    case 'qr-scanned':
      return pay({
        field: 'turn',
        hero: words.t('display.qrScanned.hero'),
        sub: words.t('display.qrScanned.sub'),
        pictograms: ['phone-confirm'],
        sound: 'your-turn',
      });
    case 'qr-checking':
      return plain({
        amount,
        hero: words.t('display.qrChecking.hero'),
        sub: words.t('display.qrChecking.sub'),
        pictograms: ['hourglass'],
      });
    case 'cancelling':
      return plain({
        amount,
        hero: words.t(refund ? 'display.cancellingRefund.hero' : 'display.cancelling.hero'),
        sub: words.t(refund ? 'display.cancellingRefund.sub' : 'display.cancelling.sub'),
        pictograms: ['hourglass'],
      });
    case 'unknown':
      return plain({
        field: 'unknown',
        amount,
        hero: words.t(refund ? 'display.unknownRefund.hero' : 'display.unknown.hero'),
        sub: words.t(refund ? 'display.unknownRefund.sub' : 'display.unknown.sub'),
        pictograms: ['triangle-exclamation'],
        urgent: true,
      });
    case 'approved':
      return plain({
        field: 'ok',
        hero: refund ? words.t('display.approvedRefund.hero', { amount: text }) : words.t('display.approved.hero'),
        sub: refund ? words.t('display.approvedRefund.sub') : words.t('display.approved.sub', { amount: text }),
        pictograms: ['check-circle'],
        sound: 'approved',
        urgent: true,
      });
    case 'declined':
      return plain({
        field: 'no',
        hero: words.t(refund ? 'display.declinedRefund.hero' : 'display.declined.hero'),
        sub: words.t(refund ? 'display.declinedRefund.sub' : 'display.declined.sub'),
        pictograms: ['octagon-cross'],
        sound: 'not-now',
        urgent: true,
      });
    case 'cancelled':
      return plain({
        hero: words.t(refund ? 'display.cancelledRefund.hero' : 'display.cancelled.hero'),
        sub: words.t(refund ? 'display.cancelledRefund.sub' : 'display.cancelled.sub'),
        pictograms: ['stop-square'],
        urgent: true,
      });
    case 'timed-out':
      return plain({
        hero: words.t(refund ? 'display.timedOutRefund.hero' : 'display.timedOut.hero'),
        sub: words.t(refund ? 'display.timedOutRefund.sub' : 'display.timedOut.sub'),
        pictograms: ['clock-out'],
        urgent: true,
      });
    case 'qr-expired':
      return plain({
        hero: words.t('display.qrExpired.hero'),
        sub: words.t('display.qrExpired.sub'),
        pictograms: ['clock-out'],
        sound: 'not-now',
        urgent: true,
      });
    default:
      return assertNever(screen);
  }
}

function plain(plan: Partial<ScreenPlan> & { readonly hero: string }): ScreenPlan {
  return {
    template: 'message',
    field: 'neutral',
    sub: null,
    amount: null,
    pictograms: [],
    sound: null,
    urgent: false,
    ...plan,
  };
}
