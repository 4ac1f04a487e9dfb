import type { HttpExchange, HttpReply, HttpRequest } from '@tillbridge/psp-core';

const utf8 = new TextEncoder();

/** Orders of this amount are paid the first time somebody asks; every other stays pending. */
export const PAID_AT_ONCE_CENTS = 1470;

/** Pay. without a network and without a wait, so that what is measured around it is ours alone. */
export function instantPay(): HttpExchange {
  return {
    async exchange(request: HttpRequest): Promise<HttpReply> {
      if (request.method === 'POST') {
        const asked = JSON.parse(String(request.body));
        return answer(201, order(`${asked.amount.value}-${asked.reference}`, asked.reference, asked.amount.value, 50));
      }
      const id = /orders\/([^/]+)\//.exec(request.url)?.[1] ?? '';
      const [value = '', reference = ''] = id.split('-');
      const paid = Number(value) === PAID_AT_ONCE_CENTS;
      return answer(200, order(id, reference, Number(value), paid ? 100 : 50));
    },
  };
}

function order(id: string, reference: string, value: number, code: number) {
  const money = { value, currency: 'EUR' };
  return {
    id,
    orderId: id,
    reference,
    status: { code, action: code === 100 ? 'PAID' : 'PENDING' },
    amount: money,
    capturedAmount: code === 100 ? money : { value: 0, currency: 'EUR' },
    payments: [],
    links: { redirect: `https://pay.example/${id}` },
    receipt: null,
  };
}

function answer(status: number, body: unknown): HttpReply {
  return {
    kind: 'response',
    status,
    headers: { 'content-type': 'application/json' },
    body: utf8.encode(JSON.stringify(body)),
  };
}
