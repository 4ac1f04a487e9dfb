import type { CashierPayment } from '@tillbridge/contracts';
import { formatSpan, type Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import { canSettle, cardWords, nextStep } from './card-words.ts';

export interface OpenListProps {
  readonly payments: readonly CashierPayment[];
  readonly words: Translator;
  readonly now: number;
  readonly onOpen: (paymentId: string) => void;
}

/** Every payment that somebody still has to look after, each with its next step. */
export function OpenList({ payments, words, now, onOpen }: OpenListProps): ReactElement | null {
  if (payments.length === 0) return null;
  return (
    <section className="open-list" data-region="open">
      <h2>
        {words.t('assistant.openPayments', { n: payments.length })}
        <span>{words.t('assistant.settleBeforeClose')}</span>
      </h2>
      <ul>
        {payments.map((payment) => {
          const { field, pictogram } = cardWords(payment, words, now, []);
          return (
            <li key={payment.paymentId} data-state={payment.state} data-field={field} data-payment={payment.paymentId}>
              <Pictogram name={pictogram} />
              <div>
                <p className="open-what">
                  <strong>{words.amount(payment.amountCents)}</strong>
                  <span>{words.time(payment.startedAt)}</span>
                  <span>{payment.device}</span>
                  <span className="open-age">{formatSpan(now - payment.since)}</span>
                </p>
                <p>{nextStep(payment, words)}</p>
              </div>
              <button type="button" className="button small" onClick={() => onOpen(payment.paymentId)}>
                {words.t(payment.state === 'unknown' && !canSettle(payment) ? 'button.answer' : 'button.show')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
