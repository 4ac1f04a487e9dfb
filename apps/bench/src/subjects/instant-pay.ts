import { createServer } from 'node:http';
import type { HttpExchange } from '@tillbridge/psp-core';

/** Orders of this amount are paid the first time somebody asks; every other stays pending. */
export const PAID_AT_ONCE_CENTS = 1470;

const utf8 = new TextEncoder();

/** Pay. without a network and without a wait, so that what is measured around it is ours alone. */
export function instantPay(): HttpExchange {
  return {
    async exchange({ method, url, body }) {
      const { status, text } = answerTo(method, url, String(body));
      return { kind: 'response', status, headers: { 'content-type': 'application/json' }, body: utf8.encode(text) };
    },
  };
}

/** The same over HTTP, for an agent in its own process. */
export async function serveInstantPay(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, text } = answerTo(request.method ?? '', request.url ?? '', Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(method: string, url: string, body: string): { readonly status: number; readonly text: string } {
  if (method === 'POST') {
    const { amount, reference } = JSON.parse(body);
    return { status: 201, text: order(`${amount.value}-${reference}`, reference, amount.value, 50) };
  }
  const id = /orders\/([^/]+)\//.exec(url)?.[1] ?? '';
  const [value = '', reference = ''] = id.split('-');
  return { status: 200, text: order(id, reference, Number(value), Number(value) === PAID_AT_ONCE_CENTS ? 100 : 50) };
}

function order(id: string, reference: string, value: number, code: number): string {
  const money = { value, currency: 'EUR' };
  return JSON.stringify({
    id,
    orderId: id,
    reference,
    status: { code, action: code === 100 ? 'PAID' : 'PENDING' },
    amount: money,
    capturedAmount: code === 100 ? money : { value: 0, currency: 'EUR' },
    payments: [],
    links: { redirect: `https://pay.example/${id}` },
    receipt: null,
  });
}
