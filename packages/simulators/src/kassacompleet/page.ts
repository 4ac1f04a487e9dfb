import { KC_PAYEE } from '@tillbridge/psp-kassacompleet';
import { dutchOrEnglish, escapeHtml, printAmount } from '../shared/html.ts';
import type { KcMethodName } from './options.ts';
import { isFinal, type SimOrder } from './sim-order.ts';

const WORDS = {
  nl: {
    title: 'Betalen',
    to: 'Je betaalt aan',
    choose: 'Kies hoe je betaalt',
    again: 'Het is niet gelukt. Probeer het opnieuw.',
    bank: 'Bank',
    confirm: 'Bevestig de betaling',
    transfer: 'Maak het bedrag over met dit kenmerk',
    pay: 'Betalen',
    cancel: 'Annuleren',
    decline: 'Bank weigert',
    paid: 'Betaald',
    paidMore: 'Je kunt deze pagina sluiten.',
    failed: 'Niet betaald',
    cancelled: 'Geannuleerd',
    expired: 'Deze betaling is verlopen',
    note: 'Simulator: er wordt geen geld afgeschreven.',
  },
  en: {
    title: 'Pay',
    to: 'You are paying',
    choose: 'Choose how you pay',
    again: 'That did not work. Try again.',
    bank: 'Bank',
    confirm: 'Confirm the payment',
    transfer: 'Transfer the amount with this reference',
    pay: 'Pay',
    cancel: 'Cancel',
    decline: 'Bank declines',
    paid: 'Paid',
    paidMore: 'You can close this page.',
    failed: 'Not paid',
    cancelled: 'Cancelled',
    expired: 'This payment has expired',
    note: 'Simulator: no money is taken.',
  },
} as const;

type Words = (typeof WORDS)['nl' | 'en'];

const METHOD_NAMES: Readonly<Record<KcMethodName, string>> = {
  ideal: 'iDEAL',
  'credit-card': 'Mastercard, Visa',
  bancontact: 'Bancontact',
  'bank-transfer': 'Overschrijving',
};

const BANKS = [
  ['INGBNL2A', 'Eikenbank'],
  ['RABONL2U', 'Polderbank'],
] as const;

const STYLE = `
:root{color-scheme:light dark;--ink:#2b2118;--soft:#6f6257;--ground:#faf6f1;--card:#fff;--line:#eadfd3;--go:#c2410c;--ok:#0b6e4f;--stop:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#f7f1ea;--soft:#c3b5a6;--ground:#17110c;--card:#241b14;--line:#3d3026;--go:#ff9d5c;--ok:#3ddc97;--stop:#ff8a8a}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:17px/1.5 system-ui,sans-serif;display:grid;place-items:start center;padding:24px 16px}
main{width:100%;max-width:420px;background:var(--card);border:1px solid var(--line);border-radius:20px;padding:28px 24px}
p{margin:0;color:var(--soft)}h1{font-size:44px;line-height:1.1;margin:4px 0 24px;font-variant-numeric:tabular-nums}h2{font-size:19px;margin:0 0 12px}
form{display:grid;gap:10px;margin:0 0 10px}button,select{font:inherit;font-weight:600;min-height:52px;padding:0 18px;border-radius:14px;border:1px solid var(--line);background:transparent;color:inherit;text-align:left;cursor:pointer}
button:focus-visible,select:focus-visible{outline:3px solid var(--go);outline-offset:2px}.go{background:var(--go);border-color:var(--go);color:var(--card);text-align:center}.quiet{text-align:center;color:var(--soft)}
.again{color:var(--stop);margin:0 0 12px}code{display:block;font-size:22px;margin:0 0 16px;overflow-wrap:anywhere}
.end{font-size:28px;font-weight:700;margin:0 0 6px;color:var(--stop)}.end.paid{color:var(--ok)}footer{margin-top:24px;font-size:14px;color:var(--soft)}`;

/** The page a guest's phone opens after scanning the QR: choose a method and a bank, pay, cancel. No script at all. */
export function hostedPage(
  order: SimOrder,
  methods: readonly KcMethodName[],
  retries: boolean,
  shop: string,
  acceptLanguage: string | undefined,
): string {
  const language = dutchOrEnglish(acceptLanguage);
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title><style>${STYLE}</style></head>
<body><main data-status="${order.status}"><p>${words.to} ${escapeHtml(shop)}</p><h1 data-testid="amount">${escapeHtml(printAmount(order.amountCents, language))}</h1>
${body(order, methods, retries, words)}<footer>${words.note}</footer></main></body></html>`;
}

function body(order: SimOrder, methods: readonly KcMethodName[], retries: boolean, words: Words): string {
  if (order.status === 'completed') return end('paid', words.paid, words.paidMore);
  if (order.status === 'expired') return end('expired', words.expired, '');
  if (order.status === 'cancelled') return end('cancelled', words.cancelled, '');
  if (isFinal(order) || order.refundOf !== null || (order.status === 'error' && !retries)) {
    return end('failed', words.failed, '');
  }
  const open = order.transactions.findLast((one) => ['new', 'pending', 'processing'].includes(one.status));
  const cancel = press(order, 'cancel', words.cancel, 'quiet');
  if (open?.reference) {
    const to = `<p>${KC_PAYEE.name}, ${KC_PAYEE.iban}</p>`;
    return `<h2>${words.transfer}</h2>${to}<code data-testid="reference">${open.reference}</code>${cancel}`;
  }
  if (open !== undefined) {
    const decline = press(order, 'decline', words.decline, 'quiet');
    return `<h2>${words.confirm}</h2>${press(order, 'pay', words.pay, 'go')}${decline}${cancel}`;
  }
  const again = order.status === 'error' ? `<p class="again" data-testid="again">${words.again}</p>` : '';
  return `${again}<h2>${words.choose}</h2>${methods.map((method) => choice(order, method, words)).join('')}${cancel}`;
}

function choice(order: SimOrder, method: KcMethodName, words: Words): string {
  const banks =
    method === 'ideal'
      ? `<select name="issuer" aria-label="${words.bank}" data-testid="issuer">${BANKS.map(([id, name]) => `<option value="${id}">${name}</option>`).join('')}</select>`
      : '';
  const button = `<button name="method" value="${method}" data-testid="method-${method}">${METHOD_NAMES[method]}</button>`;
  return form(order, 'choose', banks + button);
}

function end(kind: string, title: string, more: string): string {
  return `<p class="end ${kind}" data-testid="end">${title}</p><p>${more}</p>`;
}

function press(order: SimOrder, action: string, label: string, style: string): string {
  return form(order, action, `<button class="${style}" data-testid="${action}">${label}</button>`);
}

function form(order: SimOrder, action: string, inside: string): string {
  return `<form method="post" action="/pay/${order.id}/${action}">${inside}</form>`;
}
