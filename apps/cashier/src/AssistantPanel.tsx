import type { CashierPayment, Command } from '@tillbridge/contracts';
import { formatDate, type Translator } from '@tillbridge/language';
import { type CommandAnswer, Pictogram } from '@tillbridge/ui';
import { type ReactElement, useEffect, useReducer, useState } from 'react';
import { assistant, beginAssistant, nextQuestionAt } from './assistant.ts';
import { createScanGuard } from './key-guards.ts';
import { NobodyMay, PersonForm } from './PersonForm.tsx';
import { type Question, questionFor } from './questions.ts';
import { StopButton } from './StopButton.tsx';

export interface AssistantPanelProps {
  readonly payment: CashierPayment;
  readonly staff: readonly string[];
  readonly words: Translator;
  readonly now: number;
  readonly agentNow: () => number;
  readonly isLive: boolean;
  readonly command: (message: Command) => Promise<CommandAnswer>;
}

/** Finds out with the cashier what happened, one question at a time, while the agent keeps asking the provider. */
export function AssistantPanel(props: AssistantPanelProps): ReactElement {
  const { payment, staff, words, now, agentNow, isLive, command } = props;
  const { paymentId } = payment;
  const [state, send] = useReducer(assistant, null, () =>
    beginAssistant(payment.state === 'taken-offline' ? 'offline' : payment.means, payment.since, now),
  );
  useEffect(() => {
    const due = nextQuestionAt(state);
    if (due !== null && now >= due) send({ type: 'time', at: now });
  }, [state, now]);

  const question = questionFor(state.step, words, {
    device: payment.device,
    amount: words.amount(payment.amountCents),
    time: words.time(payment.startedAt),
    date: formatDate(payment.startedAt, now, words.language),
    reference: payment.shortReference,
    says: state.says,
  });
  const answer = (which: 1 | 2): void => {
    if (isLive) send({ type: 'answer', which, at: agentNow() });
  };
  useAnswerKeys(question, answer);

  if (state.step === 'who') {
    if (!payment.canWitness) {
      return <NobodyMay words={words} onBack={() => send({ type: 'not-recorded', at: agentNow() })} />;
    }
    return (
      <PersonForm
        words={words}
        staff={staff}
        head={words.t('assistant.who.head')}
        action={words.t('assistant.who.action')}
        button={words.t('button.record')}
        onBack={() => send({ type: 'not-recorded', at: agentNow() })}
        onPerson={async (person, pin) => {
          const done = await command({ type: 'witness', paymentId, says: state.says ?? 'declined', person, pin });
          if (done.ok) send({ type: 'recorded', at: agentNow() });
          return done;
        }}
      />
    );
  }
  return (
    <div className="question" data-step={state.step}>
      <div className="question-asked">
        <h2>{question.head}</h2>
        <Pictogram name={question.pictogram} />
      </div>
      {question.action === null ? null : <p>{question.action}</p>}
      {question.slip === null ? null : (
        <div className="slip">
          <strong>{question.slip.head}</strong>
          <span>{question.slip.text}</span>
        </div>
      )}
      <div className="answers" data-long={question.answers.some((text) => text.length > 16)}>
        {question.answers.map((text, at) => (
          <button key={text} type="button" className="button" onClick={() => answer(at === 0 ? 1 : 2)}>
            {text}
            {question.answers.length > 1 ? <kbd>Alt+{at + 1}</kbd> : null}
          </button>
        ))}
        {state.step === 'asking' && payment.canEnquire ? (
          <button type="button" className="button" onClick={() => void command({ type: 'enquire', paymentId })}>
            {words.t('button.enquire')}
          </button>
        ) : null}
        {state.step === 'let-finish' && payment.canStop ? (
          <StopButton words={words} isDead={!isLive} onStop={() => void command({ type: 'stop', paymentId })} />
        ) : null}
      </div>
    </div>
  );
}

/** Alt+1 and Alt+2 answer; a scanner's keys and a held key don't. */
function useAnswerKeys(question: Question, answer: (which: 1 | 2) => void): void {
  const [isHuman] = useState(createScanGuard);
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.repeat || !isHuman(event) || !event.altKey) return;
      const which = event.code === 'Digit1' ? 1 : event.code === 'Digit2' ? 2 : null;
      if (which === null || which > question.answers.length) return;
      event.preventDefault();
      answer(which);
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  });
}
