import type { Cents } from '@tillbridge/kernel';
import type { BasketLine, PaymentId, PaymentOrder, TillId } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { readMessage, writeMessage } from './messages.wire.ts';
import { ticketLines } from './ticket.ts';
import { traceText } from './trace-text.ts';
import { toShownOrder, toTransaction } from './transaction.ts';

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const LINE: BasketLine = {
  lineId: '1',
  articleNumber: '4711',
  text: 'Dagkaart kind',
  quantity: '2',
  unitCents: 735 as Cents,
  vatPercentage: '9',
};
const ORDER: PaymentOrder = {
  reference: '01JCARDTERM1NALC0NTRACT001' as PaymentId,
  direction: 'pay',
  amountCents: 1470 as Cents,
  till: '3-12' as TillId,
  description: 'Speelpark De Eik\nen een heel lange regel',
  lines: [LINE],
  expiresAt: Date.UTC(2026, 2, 1, 9, 0, 0, 999),
};

describe('messages of a terminal', () => {
  test('unknown fields are ignored, and null or nothing is absent', () => {
    const value = { type: 'HISTORY_GET_RESPONSE', status: 'SUCCESS', id: null, amount: null, battery: 80 };
    expect(readMessage(value)).toMatchObject({ kind: 'message', message: { id: null, ticket: null, amount: null } });
    expect(readMessage({ type: 'TRANSACTION_EVENT', event: 'BRAND_NEW' })).toMatchObject({
      kind: 'message',
      message: { event: 'BRAND_NEW', approved: null, message: null },
    });
  });

  test.each([
    [{ type: 'HISTORY_GET_RESPONSE', status: 'SUCCESS', amount: 14.7 }, 'HISTORY_GET_RESPONSE.amount'],
    [{ type: 'HISTORY_LIST_RESPONSE', items: [{ status: 1 }] }, 'HISTORY_LIST_RESPONSE.items.0.status'],
    [{ type: 'TRANSACTION_EVENT', event: 'COMPLETED', approved: 'true' }, 'TRANSACTION_EVENT.approved'],
    [{ status: 'IDLE' }, 'type'],
  ])('%j names the field that is wrong', (value, about) => {
    expect(readMessage(value)).toEqual({ kind: 'wrong', about });
  });

  test('a message of another kind is none of ours', () => {
    expect(readMessage({ type: 'BATTERY' })).toEqual({ kind: 'other', type: 'BATTERY' });
  });

  test('one line each', () => {
    expect(new TextDecoder().decode(writeMessage({ type: 'PING' }))).toBe('{"type":"PING"}\n');
  });
});

describe('the transaction of a start', () => {
  test('cents, our reference, an end no later than asked, 32 characters for the statement', () => {
    expect(toTransaction(ORDER)).toEqual({
      type: 'PAYMENT',
      amount: { value: 1470, currency: 'EUR' },
      description: 'Speelpark De Eik en een heel lan',
      reference: ORDER.reference,
      expire: '2026-03-01T09:00:00+00:00',
      stats: { object: 'tillbridge' },
      order: {
        products: [
          {
            id: '4711',
            description: 'Dagkaart kind',
            type: 'ARTICLE',
            price: { value: 735, currency: 'EUR' },
            quantity: 2,
            vatPercentage: 9,
          },
        ],
      },
    });
    expect(toTransaction({ ...ORDER, direction: 'refund' }).type).toBe('REFUND');
  });

  test.each([
    [
      'a weight is one piece',
      { quantity: '0.35', unitCents: 1000 as Cents },
      { quantity: 1, price: 350, text: '0.35 x Dagkaart kind' },
    ],
    ['what comes back has a negative price', { quantity: '-2' }, { quantity: 2, price: -735, text: 'Dagkaart kind' }],
    ['no price', { unitCents: null }, { quantity: 2, price: 0, text: 'Dagkaart kind' }],
    ['no quantity', { quantity: '' }, { quantity: 1, price: 0, text: ' x Dagkaart kind'.trim() }],
  ])('%s', (_, parts, { quantity, price, text }) => {
    const product = toShownOrder([{ ...LINE, ...parts }], 100 as Cents).order?.products[0];
    expect(product).toMatchObject({ quantity, price: { value: price }, description: text });
  });

  test('a VAT rate that is not whole stays away', () => {
    expect(toShownOrder([{ ...LINE, vatPercentage: '5.5' }], 100 as Cents).order?.products[0]).not.toHaveProperty(
      'vatPercentage',
    );
  });
});

describe('tickets and the trace show no card number and no secret (S1)', () => {
  test('a ticket is text or a JSON array of lines, masked', () => {
    expect(ticketLines(base64('Eik\r\nPAN 4111111111111111\n\n'))).toEqual(['Eik', 'PAN 411111******1111']);
    expect(ticketLines(base64('["Eik","€ 14,70"]'))).toEqual(['Eik', '€ 14,70']);
    expect(ticketLines(base64('  \n'))).toBeNull();
    expect(ticketLines('not base64!')).toBeNull();
    expect(ticketLines(null)).toBeNull();
  });

  test('the trace', () => {
    const text = traceText({
      service: { serviceId: 'SL-1', secret: 'very' },
      ticket: 'AAAA',
      n: 4111111111111111,
      cards: ['4111 1111 1111 1111'],
    });
    expect(JSON.parse(text)).toEqual({
      service: { serviceId: 'SL-1', secret: '***' },
      ticket: '(4 characters)',
      n: '411111******1111',
      cards: ['4111 11** **** 1111'],
    });
  });
});
