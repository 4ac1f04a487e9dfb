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

export const SHORTEST_PIN = 4;
const LONGEST_PIN = 12;

/** Who says so: a name from the list and their PIN. Not a form, so that a scanner's Enter sends nothing. */
export function PersonForm({ words, staff, head, action, button, onPerson, onBack }: PersonFormProps): ReactElement {
  const [person, setPerson] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
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
      <People words={words} staff={staff} person={person} onPerson={setPerson} />
      <PinField words={words} pin={pin} onPin={setPin} />
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

/** One name of the list. */
export function People(props: {
  readonly words: Translator;
  readonly staff: readonly string[];
  readonly person: string | null;
  readonly onPerson: (person: string) => void;
}): ReactElement {
  const { words, staff, person, onPerson } = props;
  return (
    <fieldset className="people">
      <legend className="visually-hidden">{words.t('assistant.person')}</legend>
      {staff.map((name) => (
        <label key={name} data-chosen={name === person}>
          <input type="radio" name="person" checked={name === person} onChange={() => onPerson(name)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

export function PinField(props: {
  readonly words: Translator;
  readonly pin: string;
  readonly onPin: (pin: string) => void;
}): ReactElement {
  const pinId = useId();
  return (
    <label className="pin" htmlFor={pinId}>
      {props.words.t('assistant.pin')}
      <input
        id={pinId}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={LONGEST_PIN}
        value={props.pin}
        onChange={(event) => props.onPin(event.target.value.replace(/\D/g, ''))}
      />
    </label>
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
