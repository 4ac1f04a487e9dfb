import { printEuros } from '@tillbridge/kernel';
import { escapeHtml } from '../shared/html.ts';
import type { MspTerminalView } from './terminal.ts';

const STYLE = `
:root{color-scheme:dark}*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:#10151d;color:#eef2f8;font:17px/1.4 system-ui,sans-serif;display:flex;flex-wrap:wrap;gap:24px;justify-content:center;align-items:start;padding:24px}
section{width:260px;background:#1b2431;border-radius:28px;padding:22px 18px;border:1px solid #2f3c50}h2{font-size:15px;margin:0 0 4px}small{color:#9fb0c6}
.face{background:#0b7;color:#03150d;border-radius:14px;min-height:150px;margin:14px 0;padding:16px;display:grid;align-content:center;text-align:center}.face.idle{background:#2a3546;color:#c5d0e0}.face.declined{background:#ffb3a8;color:#330a04}
.amount{font-size:34px;font-weight:700;font-variant-numeric:tabular-nums}form{display:inline}button{font:inherit;font-size:14px;min-height:44px;min-width:76px;margin:3px;border-radius:10px;border:1px solid #41516a;background:#253145;color:inherit;cursor:pointer}
button:focus-visible{outline:3px solid #7fd1ff;outline-offset:2px}`;

const FACES: Readonly<Record<MspTerminalView['state'], string>> = {
  idle: 'Welkom',
  starting: 'Even geduld',
  presenting: 'Bied uw pas aan',
  pin: 'Voer uw pincode in',
  processing: 'Even geduld',
  declined: 'Geweigerd, probeer opnieuw',
};
const BUTTONS = ['tap', 'insert', 'pin', 'decline', 'soft-decline', 'cancel'] as const;

/** All terminals on one page, with buttons for what a guest does. Reloads itself; no script, no outside address. */
export function terminalsPage(terminals: readonly MspTerminalView[]): string {
  return `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="2"><title>SmartPOS</title><style>${STYLE}</style></head><body>
${terminals.map(terminal).join('')}</body></html>`;
}

function terminal(view: MspTerminalView): string {
  const amount = view.amountCents === null ? '' : `€ ${printEuros(view.amountCents, ',')}`;
  const face = view.state === 'idle' ? 'idle' : view.state === 'declined' ? 'declined' : '';
  const press = (action: string) =>
    `<form method="post" action="/screen/${encodeURIComponent(view.id)}/${action}"><button data-testid="${action}">${action}</button></form>`;
  const network = view.online ? 'offline' : 'online';
  return `<section data-terminal="${escapeHtml(view.id)}" data-state="${view.state}"><h2>${escapeHtml(view.name)}</h2>
<small>${escapeHtml(view.id)}${view.online ? '' : ', offline'}${view.queued > 0 ? `, +${view.queued}` : ''}</small>
<div class="face ${face}"><div class="amount">${amount}</div><div>${FACES[view.state]}</div></div>
${[...BUTTONS, network].map(press).join('')}</section>`;
}
