import { dutchOrEnglish, escapeHtml, printAmount } from '../shared/html.ts';
import { isFinal, type SimOrder } from './sim-order.ts';

const WORDS = {
  nl: {
    title: 'Betalen',
    to: 'Je betaalt aan',
    choose: 'Kies hoe je betaalt',
    confirm: 'Bevestig in de app van je bank',
    again: 'Dat lukte nog niet. Probeer het nog eens.',
    pay: 'Betalen',
    cancel: 'Annuleren',
    decline: 'Bank weigert',
    paid: 'Betaald',
    paidMore: 'Je kunt deze pagina sluiten.',
    waiting: 'Je betaling wordt gecontroleerd',
    cancelled: 'Geannuleerd',
    expired: 'Deze betaling is verlopen',
    note: 'Simulator: er wordt geen geld afgeschreven.',
  },
  en: {
    title: 'Pay',
    to: 'You are paying',
    choose: 'Choose how to pay',
    confirm: 'Confirm in your bank’s app',
    again: 'That didn’t work yet. Please try again.',
    pay: 'Pay',
    cancel: 'Cancel',
    decline: 'Bank declines',
    paid: 'Paid',
    paidMore: 'You can close this page.',
    waiting: 'Your payment is being checked',
    cancelled: 'Cancelled',
    expired: 'This payment has expired',
    note: 'Simulator: no money is taken.',
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

const METHODS = ['iDEAL', 'Bancontact', 'Card'] as const;
/** A link opens this often (docs.multisafepay.com, "Payment links"). */
export const MOST_VIEWS = 20;

const STYLE = `
:root{color-scheme:light dark;--ink:#16202e;--soft:#5b6675;--ground:#eef2f6;--card:#fff;--line:#d8dfe8;--go:#00558c;--ok:#0b6e4f;--stop:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#f1f4fa;--soft:#a9b4c8;--ground:#0d1420;--card:#182234;--line:#2c3a52;--go:#6cc3ff;--ok:#3ddc97;--stop:#ff8a8a}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:17px/1.5 system-ui,sans-serif;display:grid;place-items:start center;padding:24px 16px}
main{width:100%;max-width:420px;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:28px 24px}
p{margin:0;color:var(--soft)}h1{font-size:44px;line-height:1.1;margin:4px 0 24px;font-variant-numeric:tabular-nums}h2{font-size:19px;margin:0 0 12px}
form{display:grid;gap:10px;margin:0 0 10px}button{font:inherit;font-weight:600;min-height:52px;padding:0 18px;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;text-align:left;cursor:pointer}
button:focus-visible{outline:3px solid var(--go);outline-offset:2px}.go{background:var(--go);border-color:var(--go);color:var(--card);text-align:center}.quiet{text-align:center;color:var(--soft)}
.end{font-size:28px;font-weight:700;margin:0 0 6px;color:var(--stop)}.end.paid{color:var(--ok)}footer{margin-top:24px;font-size:14px;color:var(--soft)}`;

/** The payment page on a guest's phone: choose, pay, cancel. No script, no outside address. */
export function paymentPage(order: SimOrder, shop: string, acceptLanguage: string | undefined): string {
  const language = dutchOrEnglish(acceptLanguage);
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title><style>${STYLE}</style></head>
<body><main data-status="${order.status}"><p>${words.to} ${escapeHtml(shop)}</p><h1 data-testid="amount">${escapeHtml(printAmount(order.amountCents, language))}</h1>
${body(order, words)}<footer>${words.note}</footer></main></body></html>`;
}

function body(order: SimOrder, words: Words): string {
  if (isFinal(order)) {
    if (order.status === 'expired') return end('expired', words.expired, '');
    if (order.status === 'cancelled' || order.status === 'void') return end('cancelled', words.cancelled, '');
    return end('paid', words.paid, words.paidMore);
  }
  if (order.status === 'uncleared') return end('waiting', words.waiting, '');
  const cancel = press(order, 'cancel', words.cancel, 'quiet');
  if (order.attempts.at(-1)?.status !== 'initialized') {
    const buttons = METHODS.map(
      (name) => `<button name="method" value="${name}" data-testid="method">${name}</button>`,
    );
    const again = order.status === 'declined' ? `<p data-testid="again">${words.again}</p>` : '';
    return `${again}<h2>${words.choose}</h2>${form(order, 'choose', buttons.join(''))}${cancel}`;
  }
  const pay = press(order, 'pay', words.pay, 'go');
  return `<h2>${words.confirm}</h2>${pay}${press(order, 'decline', words.decline, 'quiet')}${cancel}`;
}

function end(kind: string, title: string, more: string): string {
  return `<p class="end ${kind}" data-testid="end">${title}</p><p>${more}</p>`;
}

function press(order: SimOrder, action: string, label: string, style: string): string {
  return form(order, action, `<button class="${style}" data-testid="${action}">${label}</button>`);
}

function form(order: SimOrder, action: string, inside: string): string {
  return `<form method="post" action="/connect/${order.sessionId}/${action}">${inside}</form>`;
}
