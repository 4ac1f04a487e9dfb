import { createHmac } from 'node:crypto';
import type { ExchangeStyle } from './exchange-styles.ts';

export interface ExchangeKey {
  readonly id: string;
  readonly secret: string;
  readonly algorithm: 'sha256' | 'sha512';
}

/** What a status call carries, in each of its formats. */
export interface ExchangeContent {
  /** The order as the Order API shows it, with its id. */
  readonly order: { readonly id: string };
  readonly transaction: { readonly createdAt: string; readonly modifiedAt: string };
  readonly legacy: Readonly<Record<string, string>>;
  /** `new_ppt`, `cancel`, `refund:add` … */
  readonly action: string;
}

/** One status call, ready to go out. */
export interface ExchangeMessage {
  readonly method: 'GET' | 'POST';
  /** The address with whatever a GET adds to it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/** Words a status call in the style asked for. `forged`: with a signature that isn't right. */
export function exchangeMessage(
  address: string,
  content: ExchangeContent,
  style: ExchangeStyle,
  key: ExchangeKey,
  forged: boolean,
): ExchangeMessage {
  if (style.format === 'legacy' && style.transport !== 'json-post') {
    const fields = new URLSearchParams(content.legacy).toString();
    if (style.transport === 'get') {
      const url = `${address}${address.includes('?') ? '&' : '?'}${fields}`;
      return { method: 'GET', url, headers: {}, body: Buffer.alloc(0) };
    }
    return posted(address, 'application/x-www-form-urlencoded', Buffer.from(fields, 'utf8'));
  }
  const body = Buffer.from(jsonOf(content, style), 'utf8');
  const message = posted(address, 'application/json', body);
  if (!style.signed) return message;
  const mac = createHmac(key.algorithm, forged ? `${key.secret}?` : key.secret)
    .update(body)
    .digest('hex');
  const signature = {
    'signature-method': 'HMAC',
    'signature-keyid': key.id,
    'signature-algorithm': key.algorithm,
    signature: mac,
  };
  return { ...message, headers: { ...message.headers, ...signature } };
}

function posted(url: string, type: string, body: Buffer): ExchangeMessage {
  return { method: 'POST', url, headers: { 'content-type': type, 'content-length': body.length }, body };
}

function jsonOf({ order, transaction, legacy, action }: ExchangeContent, style: ExchangeStyle): string {
  switch (style.format) {
    case 'order':
      return JSON.stringify({ event: 'status_changed', type: 'order', version: 1, id: order.id, object: order });
    case 'legacy':
      return JSON.stringify(legacy);
    case 'transaction': {
      const text = JSON.stringify({ action, ...transaction });
      if (!style.doubledQuotes) return text;
      // As published: both ends of the one doubled, of the other only the beginning.
      return text
        .replace(`"createdAt":"${transaction.createdAt}"`, `"createdAt":""${transaction.createdAt}""`)
        .replace(`"modifiedAt":"${transaction.modifiedAt}"`, `"modifiedAt":""${transaction.modifiedAt}"`);
    }
  }
}
