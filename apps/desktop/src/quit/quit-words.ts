export interface QuitWords {
  readonly question: string;
  readonly explanation: string;
  readonly afterwards: string;
  readonly stay: string;
}

/** The one question the shell asks by itself. It speaks the system's language, as the rest of the dialog does. */
const WORDS: Readonly<Record<'nl' | 'de' | 'fr' | 'en', QuitWords>> = {
  nl: {
    question: 'Er loopt nog een betaling',
    explanation: 'Tillbridge kan sluiten zodra de uitkomst bekend is.',
    afterwards: 'Daarna sluiten',
    stay: 'Open blijven',
  },
  de: {
    question: 'Eine Zahlung läuft noch',
    explanation: 'Tillbridge kann schließen, sobald das Ergebnis feststeht.',
    afterwards: 'Danach schließen',
    stay: 'Offen bleiben',
  },
  fr: {
    question: 'Un paiement est en cours',
    explanation: 'Tillbridge peut se fermer dès que le résultat est connu.',
    afterwards: 'Fermer ensuite',
    stay: 'Rester ouvert',
  },
  en: {
    question: 'A payment is still running',
    explanation: 'Tillbridge can close as soon as the result is known.',
    afterwards: 'Close afterwards',
    stay: 'Stay open',
  },
};

/** @param locale the system's, as `nl-NL`; any other language gets English */
export function quitWords(locale: string): QuitWords {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  switch (language) {
    case 'nl':
    case 'de':
    case 'fr':
      return WORDS[language];
    default:
      return WORDS.en;
  }
}
