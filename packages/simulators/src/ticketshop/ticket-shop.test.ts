import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '@tillbridge/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { startTicketShopSimulator, TicketShop } from './index.ts';

/** A venue that answers as it is told, and keeps what it was asked. */
class Venue {
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  /** Status and body of the next answers; `cut`: the connection ends without one. Then everything is taken. */
  readonly answers: (readonly [number, string] | 'cut')[] = [];
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url = '', headers } = request;
      this.asked.push({ path: url, headers, body: Buffer.concat(parts).toString('utf8') });
      const answer = this.answers.shift() ?? [201, '{}'];
      if (answer === 'cut') request.socket.destroy();
      else response.writeHead(answer[0]).end(answer[1]);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const lent: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of lent.splice(0).reverse()) await thing.close();
});

async function open() {
  const venue = new Venue();
  lent.push(venue);
  const agentUrl = await venue.open();
  const shop = new TicketShop({ agentUrl, key: 'not-a-real-key', retryMs: 0, random: seededRandom(4) });
  return { venue, shop, agentUrl };
}

const refusal = (code: string) => [409, JSON.stringify({ error: { code, message: 'No.' } })] as const;
const soapAnswer = (result: string) =>
  [
    200,
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><IssueVouchersResponse xmlns="urn:mplusqapi"><idempotencyResult>IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE</idempotencyResult><result>${result}</result><errorMessage>said</errorMessage></IssueVouchersResponse></e:Body></e:Envelope>`,
  ] as const;

describe('a ticket shop', () => {
  it('injects one order in one call, and leaves gate tickets out of it', async () => {
    const { venue, shop } = await open();
    const tickets = await shop.sell(['day', 'family-day', 'lunch'], { visit: '2026-07-14' });
    expect(tickets.map(({ state }) => state)).toEqual(['injected', 'injected', 'injected']);
    const [call] = venue.asked;
    expect(venue.asked).toHaveLength(1);
    expect(call).toMatchObject({ path: '/v1/vouchers', headers: { authorization: 'Bearer not-a-real-key' } });
    expect(JSON.parse(call?.body ?? '')).toEqual({
      vouchers: tickets.slice(1).map(({ code, orderReference, kind }) => ({
        code,
        orderReference,
        product: kind.product,
        validFrom: '2026-07-14',
      })),
    });
    expect(shop.charges().map(({ amountCents }) => amountCents)).toEqual([2450, 11_900, 3350]);
  });

  it('asks again under the same key until somebody answers, and believes nothing before', async () => {
    const { venue, shop } = await open();
    venue.answers.push('cut', [503, ''], [429, '']);
    const [ticket] = await shop.sell(['lunch']);
    expect(ticket?.state).toBe('injected');
    expect(venue.asked).toHaveLength(4);
    expect(new Set(venue.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(new Set(venue.asked.map(({ body }) => body)).size).toBe(1);
  });

  it('knows nothing of an order that nobody ever answered for', async () => {
    const { venue, agentUrl } = await open();
    venue.answers.push('cut', 'cut');
    const shop = new TicketShop({ agentUrl, key: 'not-a-real-key', tries: 2, retryMs: 0 });
    const [ticket] = await shop.sell(['lunch']);
    expect(ticket).toMatchObject({ state: 'sold', answer: 'no answer' });
  });

  it('takes a refusal for what it is', async () => {
    const { venue, shop } = await open();
    venue.answers.push(refusal('SHOP-204'));
    expect(await shop.sell(['lunch'])).toMatchObject([{ state: 'refused', answer: 'SHOP-204: No.' }]);
  });

  it('speaks SOAP, with the order as the key', async () => {
    const { venue, shop } = await open();
    venue.answers.push(soapAnswer('ISSUE-VOUCHERS-OK'), soapAnswer('ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE'));
    const [taken] = await shop.sell(['lunch'], { by: 'soap' });
    expect(taken?.state).toBe('injected');
    expect(venue.asked[0]?.path).toBe('/soap?ident=ticketshop&secret=not-a-real-key');
    expect(venue.asked[0]?.body).toContain(`idempotencyKey>${taken?.orderReference}<`);
    const [refused] = await shop.sell(['lunch'], { by: 'soap' });
    expect(refused).toMatchObject({ state: 'refused', answer: 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE: said' });
  });

  it('gives a new code and withdraws, once the venue has said yes', async () => {
    const { venue, shop } = await open();
    const [ticket] = await shop.sell(['lunch']);
    const code = ticket?.code ?? '';
    venue.answers.push([200, '{}'], refusal('SHOP-101'), [200, '{}']);
    const fresh = await shop.reissue(code);
    expect(fresh).toMatchObject({ earlierCodes: [code], answer: null });
    expect(await shop.refund(fresh.code)).toMatchObject({ state: 'injected', answer: 'SHOP-101: No.' });
    expect(await shop.refund(fresh.code)).toMatchObject({ state: 'refunded', answer: null });
    expect(shop.charges().at(-1)).toMatchObject({ direction: 'refund', amountCents: 3350 });
    await expect(shop.refund(code)).rejects.toThrow(RangeError);
  });

  it.each([
    ['miss-answer', 2, 1],
    ['twice', 2, 1],
    ['forget-key', 2, 2],
  ] as const)('errs as it is told: %s', async (fault, calls, keys) => {
    const { venue, shop } = await open();
    shop.faults.add({ do: fault });
    await shop.sell(['lunch']);
    expect(venue.asked).toHaveLength(calls);
    expect(new Set(venue.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(keys);
    expect(shop.state().faults).toEqual([]);
  });
});

describe('the control API of a ticket shop', () => {
  it('sells, gives new codes, and refuses what it does not know', async () => {
    const { agentUrl } = await open();
    const simulator = await startTicketShopSimulator({ port: 0, agentUrl, key: 'not-a-real-key', retryMs: 0 });
    lent.push(simulator);
    const post = async (path: string, body: object = {}) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${simulator.url}/control/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect(await post('sell', { kinds: ['lunch'] })).toMatchObject({ status: 201, body: { tickets: [{}] } });
    expect((await post('sell', { kinds: ['lunsj'] })).status).toBe(400);
    const { tickets } = (await (await fetch(`${simulator.url}/control/state`)).json()) as {
      tickets: readonly { code: string }[];
    };
    expect((await post(`tickets/${tickets[0]?.code}/burn`)).status).toBe(404);
    expect((await post('tickets/TCK-0/refund')).status).toBe(404);
    expect((await post('faults', { do: 'twice' })).status).toBe(201);
  });
});
