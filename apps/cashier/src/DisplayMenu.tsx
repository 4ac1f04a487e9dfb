import { LANGUAGES, type Role } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import type { LiveClient } from '@tillbridge/ui';
import { type ReactElement, useState } from 'react';

/** Languages by their own names; a flag stands for a country, not for a language. */
const NAMES = { nl: 'Nederlands', de: 'Deutsch', fr: 'Français', en: 'English' } as const;

export interface DisplayMenuProps {
  readonly client: LiveClient<'cashier'>;
  readonly words: Translator;
  readonly onClose: () => void;
}

/** What the cashier can do for a guest's screen. */
export function DisplayMenu({ client, words, onClose }: DisplayMenuProps): ReactElement {
  const [code, setCode] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function pair(role: Role): Promise<void> {
    const answer = await client.requestPairingCode(role);
    setCode(answer);
    setRefusal(answer === null ? words.t('refused.unreachable') : null);
  }
  async function speak(language: (typeof LANGUAGES)[number]): Promise<void> {
    const answer = await client.sendCommand({ type: 'display-language', language });
    if (answer.ok) onClose();
    else setRefusal(words.t(`refused.${answer.reason}`));
  }
  return (
    <section className="display-menu" data-region="menu">
      <h2>{words.t('window.displayLanguage')}</h2>
      <p>{words.t('window.untilNext')}</p>
      <div className="languages">
        {LANGUAGES.map((language) => (
          <button key={language} type="button" className="button" lang={language} onClick={() => void speak(language)}>
            {NAMES[language]}
          </button>
        ))}
      </div>
      {code === null ? null : (
        <p className="pair-code">
          <strong>{code}</strong>
          <span>{words.t('window.pairCode')}</span>
        </p>
      )}
      {refusal === null ? null : (
        <p className="question-problem" role="alert">
          {refusal}
        </p>
      )}
      <div className="answers">
        <button type="button" className="button" onClick={() => void pair('display')}>
          {words.t('window.pairScreen')}
        </button>
        <button type="button" className="button" aria-keyshortcuts="Escape" onClick={onClose}>
          {words.t('button.close')}
        </button>
      </div>
    </section>
  );
}
