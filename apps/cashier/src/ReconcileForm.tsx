import { calendarDaySchema, type ReconcileDay } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { type ReactElement, useId, useState } from 'react';
import { People, PinField, SHORTEST_PIN } from './PersonForm.tsx';

const CHOICES = ['today', 'yesterday', 'other'] as const;

export interface ReconcileFormProps {
  readonly words: Translator;
  readonly staff: readonly string[];
  readonly now: number;
  readonly isDead: boolean;
  readonly problem: string | null;
  readonly onAsk: (day: ReconcileDay, person: string, pin: string) => void;
  readonly onBack: () => void;
}

/** Which day, and who wants to know. Not a form, so that a scanner's Enter sends nothing. */
export function ReconcileForm({ words, staff, now, isDead, problem, onAsk, onBack }: ReconcileFormProps): ReactElement {
  const [choice, setChoice] = useState<(typeof CHOICES)[number]>('today');
  const [date, setDate] = useState('');
  const [person, setPerson] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const dateId = useId();
  const today = dateOf(now);
  const picked = calendarDaySchema.safeParse(date);
  const day = choice === 'other' ? (picked.success && date <= today ? date : null) : choice;
  const isComplete = !isDead && day !== null && person !== null && pin.length >= SHORTEST_PIN;

  return (
    <div className="question">
      <fieldset className="people days">
        <legend className="visually-hidden">{words.t('reconcile.choose.day')}</legend>
        {CHOICES.map((each) => (
          <label key={each} data-chosen={each === choice} data-day={each}>
            <input type="radio" name="day" checked={each === choice} onChange={() => setChoice(each)} />
            {words.t(`reconcile.choose.${each}`)}
          </label>
        ))}
      </fieldset>
      {choice === 'other' ? (
        <label className="field" htmlFor={dateId}>
          {words.t('reconcile.choose.date')}
          <input id={dateId} type="date" max={today} value={date} onChange={(event) => setDate(event.target.value)} />
        </label>
      ) : null}
      <People words={words} staff={staff} person={person} onPerson={setPerson} />
      <PinField words={words} pin={pin} onPin={setPin} />
      <p className="question-problem" role="alert">
        {problem ?? ''}
      </p>
      <div className="answers">
        <button
          type="button"
          className="button primary"
          aria-disabled={!isComplete}
          onClick={() => {
            if (!isComplete || day === null || person === null) return;
            setPin('');
            onAsk(day, person, pin);
          }}
        >
          {words.t('reconcile.choose.start')}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {words.t('button.back')}
        </button>
      </div>
    </div>
  );
}

/** `2026-11-21`, where the window stands. */
function dateOf(now: number): string {
  const date = new Date(now);
  const two = (figure: number) => String(figure).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
