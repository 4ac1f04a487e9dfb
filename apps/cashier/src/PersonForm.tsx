import type { Translator } from '@tillbridge/language';
import type { CommandAnswer } from '@tillbridge/ui';
import { type ReactElement, useId, useState } from 'react';

export interface PersonFormProps {
  readonly words: Translator;
  readonly staff: readonly string[];
  readonly head: string;
  readonly action: string;
  readonly button: string;
  readonly onPerson: (person: string, pin: string) => Promise<CommandAnswer>;
  readonly onBack: () => void;
}

const SHORTEST_PIN = 4;
const LONGEST_PIN = 12;

/** Who says so: a name from the list and their PIN. Not a form, so that a scanner's Enter sends nothing. */
export function PersonForm({ words, staff, head, action, button, onPerson, onBack }: PersonFormProps): ReactElement {
  const [person, setPerson] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const pinId = useId();
  const isComplete = person !== null && pin.length >= SHORTEST_PIN && !sending;

  async function send(): Promise<void> {
    if (!isComplete || person === null) return;
    setSending(true);
    const answer = await onPerson(person, pin);
    setSending(false);
    setPin('');
    setProblem(answer.ok ? null : words.t(`refused.${answer.reason}`));
  }

  if (staff.length === 0) return <NobodyMay words={words} onBack={onBack} />;
  return (
    <div className="question">
      <h2>{head}</h2>
      <p>{action}</p>
      <fieldset className="people">
        <legend className="visually-hidden">{words.t('assistant.person')}</legend>
        {staff.map((name) => (
          <label key={name} data-chosen={name === person}>
            <input type="radio" name="person" checked={name === person} onChange={() => setPerson(name)} />
            {name}
          </label>
        ))}
      </fieldset>
      <label className="pin" htmlFor={pinId}>
        {words.t('assistant.pin')}
        <input
          id={pinId}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={LONGEST_PIN}
          value={pin}
          onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
        />
      </label>
      <p className="question-problem" role="alert">
        {problem ?? ''}
      </p>
      <div className="answers">
        <button type="button" className="button primary" aria-disabled={!isComplete} onClick={() => void send()}>
          {button}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {words.t('button.back')}
        </button>
      </div>
    </div>
  );
}

/** Recording isn't provided for here: who has to be asked instead. */
export function NobodyMay({ words, onBack }: Pick<PersonFormProps, 'words' | 'onBack'>): ReactElement {
  return (
    <div className="question">
      <h2>{words.t('assistant.nobody.head')}</h2>
      <p>{words.t('assistant.nobody.action')}</p>
      <div className="answers">
        <button type="button" className="button" onClick={onBack}>
          {words.t('button.understood')}
        </button>
      </div>
    </div>
  );
}
