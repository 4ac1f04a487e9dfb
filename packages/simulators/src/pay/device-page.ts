import { parseDecimalEuros } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import { escapeHtml, sendForm } from '../shared/html.ts';
import type { PayCloud } from './pay-cloud.ts';
import type { TerminalView } from './terminal.ts';

const MOST_CENTS = 10_000_00;

/** `/device/{TH-…}`: what somebody sees who takes a payment on the device itself, without a till. */
export function addDevicePage(server: FastifyInstance, cloud: PayCloud): void {
  server.get<{ Params: { code: string } }>('/device/:code', (request, reply) => {
    const terminal = cloud.terminals.get(request.params.code);
    if (terminal === undefined) {
      return sendForm(reply.code(404), '<!doctype html><title>404</title><p>Unknown device.</p>');
    }
    return sendForm(reply, page(terminal.view()));
  });

  server.post<{ Params: { code: string }; Body: Record<string, string> | undefined }>(
    '/device/:code',
    (request, reply) => {
      const asked = parseDecimalEuros((request.body?.euros ?? '').trim().replace(',', '.'));
      const action = request.body?.action;
      if (cloud.terminals.has(request.params.code) && asked.ok && asked.cents > 0 && asked.cents <= MOST_CENTS) {
        cloud.startOnDevice(request.params.code, {
          amountCents: asked.cents,
          outcome: action === 'decline' ? 'decline' : 'approve',
          offlineMs: action === 'offline' ? 30_000 : null,
        });
      }
      return reply.redirect(`/device/${encodeURIComponent(request.params.code)}`, 303);
    },
  );
}

const STYLE =
  ':root{color-scheme:light dark}body{font:17px/1.5 system-ui,sans-serif;max-width:420px;margin:32px auto;padding:0 16px}' +
  'form{display:grid;gap:10px}input,button{font:inherit;min-height:52px;border-radius:12px;padding:0 16px}';

function page({ code, name }: TerminalView): string {
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(name)}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(name)}</h1><p>${escapeHtml(code)}</p>
<form method="post"><label>Bedrag in euro <input name="euros" inputmode="decimal" value="5,00" data-testid="euros"></label>
<button name="action" value="approve" data-testid="device-approve">Afrekenen</button>
<button name="action" value="decline" data-testid="device-decline">Bank weigert</button>
<button name="action" value="offline" data-testid="device-offline">Offline aannemen, later versturen</button></form>
<p>Simulator: er wordt geen geld afgeschreven.</p></body></html>`;
}
