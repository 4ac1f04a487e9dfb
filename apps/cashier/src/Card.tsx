import type { CashierPayment, CashierView, Command } from '@tillbridge/contracts';
import { formatSpan, type Translator } from '@tillbridge/language';
import { type CommandAnswer, type LiveClient, Pictogram } from '@tillbridge/ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import { AssistantPanel } from './AssistantPanel.tsx';
import { canSettle, cardWords } from './card-words.ts';
import { PersonForm } from './PersonForm.tsx';
import { StopButton } from './StopButton.tsx';
import { useDeadTime } from './use-dead-time.ts';
import { useKeptFocus } from './use-kept-focus.ts';

export interface CardProps {
  readonly client: LiveClient<'cashier'>;
  readonly payment: CashierPayment;
  readonly view: CashierView;
  readonly words: Translator;
  readonly now: number;
  readonly isLive: boolean;
  /** Present when the card was opened from the list. */
  readonly onBack?: () => void;
  readonly onCustomer: () => void;
}

/** Characters; a longer headline stays at its ordinary size. */
const LONG_HEADLINE = 26;

/** One payment: which device, how long, what is true, what to do, and at most two buttons. */
export function Card(props: CardProps): ReactElement {
  const { client, payment, view, words, now, isLive, onBack, onCustomer } = props;
  const text = cardWords(payment, words, now, view.health);
  const amount = words.amount(payment.amountCents);
  const amountInHeadline = text.head.includes(amount);
  const isDead = useDeadTime(payment.state) || !isLive;
  const [refusal, setRefusal] = useState<string | null>(null);
  const [settling, setSettling] = useState(false);
  const { card, headline } = useKeptFocus(payment.state);

  async function command(message: Command): Promise<CommandAnswer> {
    const answer = await client.sendCommand(message);
    setRefusal(answer.ok ? null : words.t(`refused.${answer.reason}`));
    return answer;
  }
  const { paymentId } = payment;
  // Of what no device shows there is nothing to look at: the provider alone knows.
  const asks = payment.onDevice && (payment.state === 'unknown' || payment.state === 'taken-offline');
  const buttons: ReactNode[] = [];
  if (payment.canStop && !asks) {
    buttons.push(
      <StopButton key="stop" words={words} isDead={isDead} onStop={() => void command({ type: 'stop', paymentId })} />,
    );
  }
  if (payment.canEnquire && !payment.canStop && !asks) {
    buttons.push(
      <button
        key="enquire"
        type="button"
        className="button"
        aria-disabled={isDead}
        onClick={() => !isDead && void command({ type: 'enquire', paymentId })}
      >
        {words.t('button.enquire')}
      </button>,
    );
  }
  if (canSettle(payment)) {
    buttons.push(
      <button
        key="settle"
        type="button"
        className="button"
        aria-disabled={isDead}
        onClick={() => !isDead && setSettling(true)}
      >
        {words.t('button.settle')}
      </button>,
    );
  }
  if (onBack) {
    buttons.push(
      <button key="back" type="button" className="button" onClick={onBack}>
        {words.t('button.back')}
      </button>,
    );
  } else if (isUnderWay(payment)) {
    buttons.push(
      <button key="customer" type="button" className="button" aria-keyshortcuts="F7" onClick={onCustomer}>
        {words.t('button.customer')}
        <kbd>F7</kbd>
      </button>,
    );
  }

  return (
    <section
      ref={card}
      className="card"
      data-field={text.field}
      data-state={payment.state}
      data-payment={payment.paymentId}
      data-dead={isDead}
      data-amount={amountInHeadline ? (text.head.length > LONG_HEADLINE ? 'in-long-headline' : 'in-headline') : 'above'}
    >
      <div className="card-said">
        <p className="card-meta">
          <Pictogram name={text.pictogram} />
          <span className="card-device">{payment.device}</span>
          <time className="card-elapsed">{formatSpan(now - payment.startedAt)}</time>
        </p>
        {amountInHeadline ? null : (
          <p className="card-amount">
            {amount}
            {payment.direction === 'refund' ? <span>{words.t('window.refund')}</span> : null}
          </p>
        )}
        <div role="alert" aria-atomic="true">
          <h1 ref={headline} tabIndex={-1}>
            {text.head}
          </h1>
          {text.action === null ? null : <p className="card-action">{text.action}</p>}
        </div>
      </div>
      {asks ? (
        <AssistantPanel
          key={payment.state}
          payment={payment}
          staff={view.staff}
          words={words}
          now={now}
          agentNow={client.agentNow}
          isLive={isLive}
          command={command}
        />
      ) : null}
      {settling && canSettle(payment) ? (
        <PersonForm
          words={words}
          staff={view.staff}
          head={words.t('assistant.whoSettles.head')}
          action={words.t('assistant.whoSettles.action')}
          button={words.t('button.settle')}
          onPerson={(person, pin) => command({ type: 'settle', paymentId, person, pin })}
          onBack={() => setSettling(false)}
        />
      ) : null}
      {buttons.length > 0 && !settling ? <div className="card-buttons">{buttons}</div> : null}
      {refusal === null ? null : (
        <p className="card-refusal" role="alert">
          {refusal}
        </p>
      )}
      {payment.deviceWords === null ? null : (
        <p className="card-small card-device-words" lang="" translate="no">
          {payment.deviceWords}
        </p>
      )}
      <p className="card-small">
        {words.t('window.reference', { ref: payment.shortReference })}
        {payment.code === null ? '' : ` · ${words.t('window.code', { code: payment.code })}`}
      </p>
    </section>
  );
}

/** The guest is still looking at this payment. */
export function isUnderWay(payment: CashierPayment): boolean {
  return payment.canStop || payment.state === 'processing' || payment.state === 'remove-card';
}
