import { dutchOrEnglish, escapeHtml, printAmount } from '../shared/html.ts';
import { isFinal, type SimOrder } from './sim-order.ts';

const WORDS = {
  nl: {
    title: 'Betalen',
    to: 'Je betaalt aan',
    choose: 'Kies je bank',
    confirm: 'Bevestig in de app van je bank',
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
    choose: 'Choose your bank',
    confirm: 'Confirm in your bank’s app',
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

const BANKS = ['Eikenbank', 'Bank van Noord', 'Polderbank', 'Duinbank'] as const;

const STYLE = `
:root{color-scheme:light dark;--ink:#14213d;--soft:#5c677d;--ground:#f4f6fb;--card:#fff;--line:#dfe4ee;--go:#0b6e4f;--stop:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#f1f4fa;--soft:#a9b4c8;--ground:#0d1321;--card:#1a2338;--line:#2c3854;--go:#3ddc97;--stop:#ff8a8a}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:17px/1.5 system-ui,sans-serif;display:grid;place-items:start center;padding:24px 16px}
main{width:100%;max-width:420px;background:var(--card);border:1px solid var(--line);border-radius:20px;padding:28px 24px}
p{margin:0;color:var(--soft)}h1{font-size:44px;line-height:1.1;margin:4px 0 24px;font-variant-numeric:tabular-nums}h2{font-size:19px;margin:0 0 12px}
form{display:grid;gap:10px;margin:0 0 10px}button{font:inherit;font-weight:600;min-height:52px;padding:0 18px;border-radius:14px;border:1px solid var(--line);background:transparent;color:inherit;text-align:left;cursor:pointer}
button:focus-visible{outline:3px solid var(--go);outline-offset:2px}.go{background:var(--go);border-color:var(--go);color:var(--card);text-align:center}.quiet{text-align:center;color:var(--soft)}
.end{font-size:28px;font-weight:700;margin:0 0 6px;color:var(--stop)}.end.paid{color:var(--go)}footer{margin-top:24px;font-size:14px;color:var(--soft)}`;

/** The page a guest's phone opens after scanning the QR: choose a bank, pay, cancel. No script, no outside address. */
export function hostedPage(order: SimOrder, shop: string, acceptLanguage: string | undefined): string {
  const language = dutchOrEnglish(acceptLanguage);
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title><style>${STYLE}</style></head>
<body><main data-status="${order.status}"><p>${words.to} ${escapeHtml(shop)}</p><h1 data-testid="amount">${escapeHtml(printAmount(order.amountCents, language))}</h1>
${body(order, words)}<footer>${words.note}</footer></main></body></html>`;
}

function body(order: SimOrder, words: (typeof WORDS)['nl' | 'en']): string {
  if (isFinal(order)) {
    if (order.status === 100) return end('paid', words.paid, words.paidMore);
    if (order.status === -80) return end('expired', words.expired, '');
    return order.status === -90 ? end('cancelled', words.cancelled, '') : end('failed', words.failed, '');
  }
  if (order.attempt === null) {
    const banks = BANKS.map((bank) => `<button name="bank" value="${bank}" data-testid="bank">${bank}</button>`).join(
      '',
    );
    return `<h2>${words.choose}</h2>${form(order, 'choose', banks)}${press(order, 'cancel', words.cancel, 'quiet')}`;
  }
  return `<h2>${words.confirm}</h2>${press(order, 'pay', words.pay, 'go')}${press(order, 'decline', words.decline, 'quiet')}${press(order, 'cancel', words.cancel, 'quiet')}`;
}

function end(kind: string, title: string, more: string): string {
  return `<p class="end ${kind}" data-testid="end">${title}</p><p>${more}</p>`;
}

function press(order: SimOrder, action: string, label: string, style: string): string {
  return form(order, action, `<button class="${style}" data-testid="${action}">${label}</button>`);
}

function form(order: SimOrder, action: string, inside: string): string {
  return `<form method="post" action="/pay/${order.uuid}/${action}">${inside}</form>`;
}
