import type { PastPayment } from '@tillbridge/contracts';
import { formatDate, type SentenceKey, type Translator } from '@tillbridge/language';
import { Pictogram, type PictogramName } from '@tillbridge/ui';
import type { ReactElement } from 'react';

const PICTOGRAMS = {
  approved: 'check-circle',
  declined: 'octagon-cross',
  cancelled: 'stop-square',
  'timed-out': 'clock-out',
  'not-paid': 'octagon-cross',
  unknown: 'triangle-exclamation',
  open: 'hourglass',
} as const satisfies Record<PastPayment['state'], PictogramName>;

export interface RecentProps {
  readonly payments: readonly PastPayment[];
  readonly words: Translator;
  readonly now: number;
  /** Somebody wants to give money back of it. */
  readonly onRefund: (paymentId: string) => void;
  /** The panel for comparing a day is open. */
  readonly isReconciling: boolean;
  readonly onReconcile: () => void;
}

/** The till's latest payments, newest first. */
export function Recent({ payments, words, now, onRefund, isReconciling, onReconcile }: RecentProps): ReactElement {
  return (
    <section className="recent">
      <div className="recent-head">
        <h2>{words.t('window.recent')}</h2>
        <button
          type="button"
          className="button small recent-reconcile"
          aria-expanded={isReconciling}
          onClick={onReconcile}
        >
          {words.t('reconcile.open')}
        </button>
      </div>
      {payments.length === 0 ? <p className="nothing">{words.t('window.noRecent')}</p> : null}
      <ol>
        {payments.map((payment) => (
          <li key={payment.paymentId} data-state={payment.state} data-terminal={payment.startedOnTerminal}>
            <Pictogram name={PICTOGRAMS[payment.state]} />
            <time>{whenOf(payment.at, now, words)}</time>
            <span className="recent-what">
              {words.t(stateKey(payment))}
              <small>{detailOf(payment, words)}</small>
            </span>
            <strong>{words.amount(payment.direction === 'refund' ? -payment.amountCents : payment.amountCents)}</strong>
            {payment.startedOnTerminal ? (
              <span className="recent-terminal">
                <Pictogram name="terminal" />
                {words.t('past.onTerminal')}
              </span>
            ) : null}
            {payment.refundableCents > 0 ? (
              <button type="button" className="button recent-refund" onClick={() => onRefund(payment.paymentId)}>
                {words.t('button.refund')}
              </button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function stateKey(payment: PastPayment): SentenceKey & `past.${string}` {
  if (payment.state === 'approved' && payment.direction === 'refund') return 'past.approvedRefund';
  return `past.${payment.state}`;
}

function detailOf(payment: PastPayment, words: Translator): string {
  const parts = [payment.device];
  if (payment.cardType !== null) parts.push(payment.cardType);
  if (payment.witnessed) parts.push(words.t('past.witnessed'));
  if (payment.state === 'approved' && payment.told !== 'paid' && !payment.startedOnTerminal)
    parts.push(words.t('past.notTold'));
  if (payment.unsettled) parts.push(words.t('past.offline'));
  parts.push(payment.shortReference);
  return parts.join(' · ');
}

const DAY_MS = 86_400_000;

function whenOf(at: number, now: number, words: Translator): string {
  const sameDay = now - at < DAY_MS && new Date(at).getDate() === new Date(now).getDate();
  return sameDay ? words.time(at) : formatDate(at, now, words.language);
}
