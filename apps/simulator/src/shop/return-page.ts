import type { DemoLanguage } from '../rig/settings.ts';

/** The path of the shop's page that a provider sends phones to after a payment. */
export const RETURN_PATH = '/back';

const WORDS: Readonly<Record<DemoLanguage, { readonly thanks: string; readonly look: string }>> = {
  nl: { thanks: 'Bedankt', look: 'Op het klantscherm ziet u of de betaling is gelukt.' },
  de: { thanks: 'Danke', look: 'Auf der Kundenanzeige sehen Sie, ob die Zahlung geklappt hat.' },
  fr: { thanks: 'Merci', look: 'L’écran client indique si le paiement a réussi.' },
  en: { thanks: 'Thank you', look: 'The customer display shows whether the payment went through.' },
};

/** A phone comes back whatever the outcome was, so the page promises nothing. */
export function returnPage(language: DemoLanguage): string {
  const { thanks, look } = WORDS[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${thanks}</title><style>
body{margin:0;min-height:100dvh;display:grid;place-content:center;gap:8px;padding:28px;background:#f4f6f9;color:#10161d;font:17px/1.5 system-ui,sans-serif;text-align:center}
h1,p{margin:0}p{color:#38424e}
</style></head><body><h1>${thanks}</h1><p>${look}</p></body></html>`;
}
