import { type PastPayment, REFUND_REASON_MAX } from '@tillbridge/contracts';
import { formatDate, type Translator } from '@tillbridge/language';
import { type LiveClient, Pictogram } from '@tillbridge/ui';
import { type ReactElement, useId, useState } from 'react';
import { parseAmount, typedAmount } from './amount-input.ts';
import { HoldButton } from './HoldButton.tsx';
import { NobodyMay, People, PinField, SHORTEST_PIN } from './PersonForm.tsx';
import { useDeadTime } from './use-dead-time.ts';

export interface RefundPanelProps {
  readonly client: LiveClient<'cashier'>;
  readonly payment: PastPayment;
  readonly staff: readonly string[];
  readonly words: Translator;
  readonly now: number;
  readonly isLive: boolean;
  /** Put away: called off, or asked for; the card shows how it goes. */
  readonly onClose: () => void;
}

/** Gives money back for a past payment: how much, why, who says so. Not a form, so that a scanner's Enter sends nothing. */
export function RefundPanel({ client, payment, staff, words, now, isLive, onClose }: RefundPanelProps): ReactElement {
  const { paymentId, refundableCents } = payment;
  const [typed, setTyped] = useState(() => typedAmount(refundableCents, words.language));
  const [reason, setReason] = useState('');
  const [person, setPerson] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // One wish for as long as the panel stands: held twice, or sent again after a lost answer, it gives back once.
  const [requestId] = useState(() => crypto.randomUUID());
  const [amountId, reasonId] = [useId(), useId()];
  const isFresh = useDeadTime(paymentId);

  const amountCents = parseAmount(typed);
  const fits = amountCents !== null && amountCents > 0 && amountCents <= refundableCents;
  const isComplete = fits && reason.trim() !== '' && person !== null && pin.length >= SHORTEST_PIN;
  const left = words.amount(refundableCents);

  async function send(): Promise<void> {
    if (!isComplete || person === null || amountCents === null || sending) return;
    setSending(true);
    const answer = await client.sendCommand({
      type: 'refund-payment',
      paymentId,
      amountCents,
      person,
      pin,
      reason: reason.trim(),
      requestId,
    });
    setSending(false);
    setPin('');
    if (answer.ok) onClose();
    else setProblem(words.t(`refused.${answer.reason}`));
  }

  const amount = fits ? words.amount(amountCents) : left;
  return (
    <section className="card refund-panel" data-field="neutral" data-refund={paymentId}>
      <div className="card-said">
        <p className="card-meta">
          <Pictogram name="refund-arrow" />
          <span className="card-device">{payment.device}</span>
        </p>
        <h1>{words.t(payment.means === 'qr' ? 'cashier.refund.headQr' : 'cashier.refund.head', { amount })}</h1>
        <p className="card-action">
          {words.t('cashier.refund.action', {
            date: formatDate(payment.at, now, words.language),
            time: words.time(payment.at),
            card: payment.cardType ?? payment.device,
          })}
        </p>
      </div>
      {staff.length === 0 ? (
        <NobodyMay words={words} onBack={onClose} />
      ) : (
        <div className="question">
          <label className="field" htmlFor={amountId} data-wrong={!fits}>
            {words.t('cashier.refund.amount')}
            <input
              id={amountId}
              inputMode="decimal"
              autoComplete="off"
              aria-invalid={!fits}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <small>{words.t('cashier.refund.left', { amount: left })}</small>
          </label>
          <label className="field" htmlFor={reasonId}>
            {words.t('cashier.refund.reason')}
            <input
              id={reasonId}
              autoComplete="off"
              maxLength={REFUND_REASON_MAX}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <People words={words} staff={staff} person={person} onPerson={setPerson} />
          <PinField words={words} pin={pin} onPin={setPin} />
          <p className="question-problem" role="alert">
            {problem ?? ''}
          </p>
          <div className="answers">
            <HoldButton
              label={words.t('button.refund')}
              hint={words.t('button.holdToRefund')}
              isDead={!isComplete || sending || isFresh || !isLive}
              onHeld={() => void send()}
            />
            <button type="button" className="button" onClick={onClose}>
              {words.t('button.back')}
            </button>
          </div>
        </div>
      )}
      <p className="card-small">{words.t('window.reference', { ref: payment.shortReference })}</p>
    </section>
  );
}
