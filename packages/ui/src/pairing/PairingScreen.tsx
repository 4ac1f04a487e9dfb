import { LANGUAGES, type Language } from '@tillbridge/language';
import { type ReactElement, useId, useState } from 'react';
import type { EnterProblem } from '../live/entering.ts';
import { Pictogram } from '../pictograms/Pictogram.tsx';
import { useTranslator } from '../use-translator.ts';
import './pairing.css';

export interface PairingScreenProps {
  readonly problem: EnterProblem | null;
  readonly onCode: (code: string) => Promise<void>;
}

const DIGITS = 6;

/** A window that the agent doesn't know asks for a pairing code. Its sixth digit sends it. */
export function PairingScreen({ problem, onCode }: PairingScreenProps): ReactElement {
  const [language, setLanguage] = useState<Language>(browserLanguage);
  const [code, setCode] = useState('');
  const [sending, setSending] = useState(false);
  const words = useTranslator(language);
  const inputId = useId();
  const problemText = {
    wrong: words.t('enter.wrong'),
    'too-many': words.t('enter.tooMany'),
    unreachable: words.t('enter.unreachable'),
  };

  async function type(text: string): Promise<void> {
    const digits = text.replace(/\D/g, '').slice(0, DIGITS);
    setCode(digits);
    if (digits.length < DIGITS || sending) return;
    setSending(true);
    await onCode(digits);
    setSending(false);
    setCode('');
  }

  return (
    <main className="pairing" lang={language} data-screen="pairing">
      <div className="pairing-card">
        <Pictogram name="till-link" />
        <h1>{words.t('enter.head')}</h1>
        <label htmlFor={inputId}>{words.t('enter.action')}</label>
        <div className="pairing-code">
          <input
            id={inputId}
            aria-label={words.t('enter.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            readOnly={sending}
            onChange={(event) => void type(event.target.value)}
            // biome-ignore lint/a11y/noAutofocus: the only thing to do on this screen.
            autoFocus
          />
          <ol aria-hidden="true">
            {Array.from({ length: DIGITS }, (_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: six places that never move.
              <li key={at} data-next={at === code.length}>
                {code[at] ?? ''}
              </li>
            ))}
          </ol>
        </div>
        <p role="alert" className="pairing-problem">
          {problem === null ? '' : problemText[problem]}
        </p>
        <div className="pairing-languages">
          {LANGUAGES.map((each) => (
            <button key={each} type="button" aria-pressed={each === language} onClick={() => setLanguage(each)}>
              {each.toUpperCase()}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}

function browserLanguage(): Language {
  const own = navigator.language.slice(0, 2);
  return LANGUAGES.find((each) => each === own) ?? 'nl';
}
