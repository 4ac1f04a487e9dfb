/** Pages that a simulator serves. No address outside of it is ever loaded. */
import { randomBytes } from 'node:crypto';
import { cents, formatDecimalEuros } from '@tillbridge/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** A page without scripts. `leadsTo`: where its forms may end up, here unless said otherwise. */
export function sendForm(reply: FastifyReply, page: string, leadsTo: "'self'" | '*' = "'self'"): FastifyReply {
  return send(reply, `default-src 'none'; style-src 'unsafe-inline'; form-action ${leadsTo}`, page);
}

/** The page under `/`. Its style and script carry the nonce. */
export function addScriptedPage(server: FastifyInstance, page: (nonce: string) => string): void {
  server.get('/', (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'`;
    return send(reply, policy, page(nonce));
  });
}

function send(reply: FastifyReply, policy: string, page: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page);
}

/** The language of a page that knows these two. */
export function dutchOrEnglish(acceptLanguage: string | undefined): 'nl' | 'en' {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'nl';
}

/** `€ 14,70` or `€14.70`. */
export function printAmount(amountCents: number, language: 'nl' | 'en'): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' });
  return format.format(formatDecimalEuros(cents(amountCents)));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
