import { createHmac, randomUUID } from 'node:crypto';
import { PAID_AT_ONCE_CENTS } from './subjects/instant-pay.ts';
import { BENCH_BRANCH, BENCH_SECRET, BENCH_SUBSCRIPTION } from './subjects/settings.ts';

const KEY = Buffer.from(BENCH_SECRET, 'base64');

export interface SignedBody {
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** In euros: what the instant provider has paid at the first question, and what it leaves open. */
export const PAID_SOON = PAID_AT_ONCE_CENTS / 100;
export const STAYS_OPEN = 15;

let counter = 0;

/** A start as a till sends it, signed: about 560 bytes. */
export function startBody(
  externalPaymentId: string,
  workplace: number,
  amount = PAID_SOON,
  method = 'K_PAY_PIN',
): SignedBody {
  return signed('startExternalPayment', externalPaymentId, workplace, { polling: false, amount, method });
}

export function pollBody(externalPaymentId: string, workplace: number, method = 'K_PAY_PIN'): SignedBody {
  return signed('pollExternalPayment', externalPaymentId, workplace, {
    polling: true,
    amount: PAID_SOON,
    method,
  });
}

/** A guest's ticket is scanned while one piece of an article is in the basket. */
export function scanBody(sessionId: string, code: string, articleNumber: number): SignedBody {
  const session = { sessionId, lines: [menuLine(articleNumber)] };
  return signedEvent('scanCode', VOUCHER_TILL, { session, scanCode: { scannedCode: code, codeType: 'qrcode' } });
}

/** That sale is done, and its line carries what the scan gave. */
export function completeBody(sessionId: string, articleNumber: number, discountId: string): SignedBody {
  const externalDiscount = { discountId };
  return signedEvent('completeSession', VOUCHER_TILL, {
    session: { sessionId, lines: [{ ...menuLine(articleNumber), externalDiscount }] },
  });
}

function menuLine(articleNumber: number) {
  return { lineId: LINE, articleNumber, priceIncl: 11.5, quantity: 1, text: 'Menu' };
}

function signed(
  event: string,
  externalPaymentId: string,
  workplace: number,
  { polling, amount, method }: { polling: boolean; amount: number; method: string },
): SignedBody {
  return signedEvent(
    event,
    workplace,
    {
      session: {
        sessionId: `sale-${externalPaymentId}`,
        lines: [{ lineId: LINE, articleNumber: 4101, priceIncl: 7.35, quantity: 2, text: 'Pannenkoek' }],
      },
      externalPayment: { externalPaymentId, amount, method },
    },
    polling,
  );
}

function signedEvent(event: string, workplaceNumber: number, content: object, polling = false): SignedBody {
  counter += 1;
  const body = Buffer.from(
    JSON.stringify({
      event: {
        eventBlocking: true,
        ...(polling ? { eventPolling: true } : {}),
        eventCounter: counter,
        eventTimestamp: new Date().toISOString(),
      },
      sender: { branchNumber: BENCH_BRANCH, workplaceNumber, instanceId: INSTANCE },
      ...content,
    }),
  );
  return {
    path: `/mplus/${event}`,
    body,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-mplus-subscription-id': BENCH_SUBSCRIPTION,
      'x-mplus-signature': createHmac('sha256', KEY).update(body).digest('base64'),
    },
  };
}

const VOUCHER_TILL = 1;
const INSTANCE = randomUUID();
const LINE = randomUUID();
