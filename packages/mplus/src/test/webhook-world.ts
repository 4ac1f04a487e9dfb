import { cents, type InboxReceipt } from '@tillbridge/kernel';
import type { Payment, PaymentDesk, PaymentKey, StartAnswer, StartPayment, TillId } from '@tillbridge/payments';
import { FakeClock, type MemoryLog, memoryLog, nodeDigest, samplePayment } from '@tillbridge/testkit';
import {
  createWebhookHandler,
  DEFAULT_WEBHOOK_SETTINGS,
  decodeSecret,
  isSignedBy,
  type Sentences,
  type SessionEvent,
  SIGNATURE_HEADER,
  SUBSCRIPTION_HEADER,
  signBody,
  type VoucherEventPorts,
  type WebhookHandler,
  type WebhookReply,
  type WebhookSettings,
} from '../index.ts';

/** Bytes 0 to 31. */
export const TEST_SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const SUBSCRIPTION = 'SHOP-1';
export const PAYMENT_ID = '3e9a7c10-5b8d-4f6a-b0d1-9c2e4a7f5512';
export const SESSION_ID = '7b0d5a52-1c7e-4a0f-8c39-52f6e0f4a911';
export const INSTANCE_ID = '0f5b6c1e-3f7a-4d0e-9d54-6a1f2b7c8d90';
/** The till's clock in the golden messages. */
const GOLDEN_MOMENT = Date.parse('2026-03-14T15:09:26.535+01:00');

const utf8 = new TextEncoder();

/** A desk that does as it is told and keeps what it was asked. */
class StubDesk {
  readonly calls: string[] = [];
  readonly starts: StartPayment[] = [];
  readonly receipts: InboxReceipt[] = [];
  readonly paid: unknown[] = [];
  payment: Payment | undefined;
  unwritable = false;
  repeated = false;
  failure: Error | undefined;

  readonly port: PaymentDesk = new Proxy({} as PaymentDesk, {
    get: (_target, name) => {
      const method = this.methods[name as keyof typeof this.methods];
      if (method === undefined) throw new Error(`nobody expected desk.${String(name)}`);
      return method;
    },
  });

  private readonly methods = {
    start: async (command: StartPayment): Promise<StartAnswer> => {
      this.calls.push('start');
      this.starts.push(command);
      this.receipts.push(command.receipt);
      this.fail();
      if (this.unwritable || this.payment === undefined) return { kind: 'unwritable' };
      return { kind: 'payment', payment: this.payment, repeated: this.repeated };
    },
    find: ({ externalPaymentId }: PaymentKey) =>
      this.payment?.externalPaymentId === externalPaymentId ? this.payment : undefined,
    phaseOf: () => null,
    requestCancel: async (key: PaymentKey, receipt: InboxReceipt) => {
      this.note('requestCancel', receipt);
      return this.methods.find(key);
    },
    giveUp: async (_key: PaymentKey, receipt: InboxReceipt) => this.note('giveUp', receipt),
    leaveSale: async (_subscription: string, session: string, receipt: InboxReceipt) =>
      this.note(`leaveSale ${session}`, receipt),
    completeSale: async (_subscription: string, session: string, paid: unknown, receipt: InboxReceipt) => {
      this.paid.push(paid);
      this.note(`completeSale ${session}`, receipt);
    },
    tillComplained: async (key: PaymentKey, receipt: InboxReceipt) =>
      this.note(`tillComplained ${key.externalPaymentId}`, receipt),
    handedOver: async (_id: string, told: string, by: string) => {
      this.calls.push(`handedOver ${told} by ${by}`);
      this.fail();
    },
  };

  private note(call: string, receipt: InboxReceipt): void {
    this.calls.push(call);
    this.receipts.push(receipt);
    this.fail();
  }

  private fail(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

export interface Sending {
  readonly path?: string;
  readonly contentType?: string | null;
  readonly subscription?: string | null;
  /** Given as it is; otherwise the body is signed with the test secret. */
  readonly signature?: string | null;
}

export interface Got {
  readonly status: number;
  readonly text: string;
  readonly signed: 'rightly' | 'wrongly' | 'not at all';
  readonly reply: WebhookReply;
}

/** A handler with everything around it in plain sight. */
export class WebhookWorld {
  readonly desk = new StubDesk();
  readonly clock = new FakeClock(GOLDEN_MOMENT);
  readonly log: MemoryLog = memoryLog();
  readonly digest = nodeDigest();
  readonly key = decodeSecret(TEST_SECRET);
  readonly heard: SessionEvent[] = [];
  readonly notices: string[] = [];
  readonly handler: WebhookHandler;

  constructor(
    settings: Partial<WebhookSettings> = {},
    sentences: Partial<Sentences> = {},
    vouchers: VoucherEventPorts | null = null,
  ) {
    this.desk.payment = payment({ state: 'started' });
    this.handler = createWebhookHandler(
      {
        digest: this.digest,
        clock: this.clock,
        log: this.log,
        subscriptions: { find: (id) => (id === SUBSCRIPTION ? { id, key: this.key } : undefined) },
        tills: {
          find: (subscription, branch, workplace) =>
            subscription === SUBSCRIPTION && branch === 3 && workplace === 12
              ? { till: '3-12' as TillId, name: 'Kassa 12', language: 'nl' }
              : undefined,
        },
        desk: this.desk.port,
        sessions: {
          heard: (event) => this.heard.push(event),
          linesOf: (till, sessionId) => this.basketOf(till, sessionId),
        },
        vouchers,
        notices: { raise: (code, about) => this.notices.push(`${code} ${about}`) },
        sentences: { ofPayment: () => null, ofNoPayment: () => null, ...sentences },
      },
      { ...DEFAULT_WEBHOOK_SETTINGS, ...settings },
    );
  }

  /** The basket that came last with a message about this sale. */
  private basketOf(till: TillId, sessionId: string) {
    const told = this.heard.findLast((event) => event.kind === 'basket' && event.sessionId === sessionId);
    return told?.kind === 'basket' && told.till === till ? told.lines : null;
  }

  async send(event: string, body: string | Uint8Array, how: Sending = {}): Promise<Got> {
    const bytes = typeof body === 'string' ? utf8.encode(body) : body;
    const headers: Record<string, string> = {};
    const put = (name: string, value: string | null | undefined, otherwise: string) => {
      if (value !== null) headers[name] = value ?? otherwise;
    };
    put('content-type', how.contentType, 'application/json');
    put(SUBSCRIPTION_HEADER, how.subscription, SUBSCRIPTION);
    put(SIGNATURE_HEADER, how.signature, signBody(this.digest, this.key, bytes));
    const reply = await this.handler.handle({ path: how.path ?? `/mplus/${event}`, headers, body: bytes });
    return this.read(reply);
  }

  read(reply: WebhookReply): Got {
    const signature = reply.headers[SIGNATURE_HEADER];
    const right = signature !== undefined && isSignedBy(this.digest, this.key, reply.body, signature);
    return {
      status: reply.status,
      text: new TextDecoder().decode(reply.body),
      signed: signature === undefined ? 'not at all' : right ? 'rightly' : 'wrongly',
      reply,
    };
  }
}

/** The payment of the golden messages. */
export function payment(changes: Partial<Payment> = {}): Payment {
  return samplePayment(1, {
    subscriptionId: SUBSCRIPTION,
    externalPaymentId: PAYMENT_ID,
    till: '3-12' as TillId,
    sessionId: SESSION_ID,
    amountCents: cents(1470),
    ...changes,
  });
}

/** An event's body: the usual envelope, and what the test is about. */
export function message(members: Record<string, unknown> = {}, counter = 45): string {
  return JSON.stringify({
    event: { eventBlocking: true, eventCounter: counter, eventTimestamp: '2026-03-14T15:09:26.535+01:00' },
    sender: { branchNumber: 3, workplaceNumber: 12, instanceId: INSTANCE_ID },
    session: { sessionId: SESSION_ID },
    ...members,
  });
}

export const START = { externalPayment: { externalPaymentId: PAYMENT_ID, amount: 14.7, method: 'K_PAY_PIN' } };
export const LATER = { externalPayment: { externalPaymentId: PAYMENT_ID } };

/** More than was asked for: a tip. */
export const APPROVAL = {
  finalCents: cents(1520),
  transactionReference: '51007856048X14b0',
  cardType: 'Maestro',
  terminalLabel: 'Pin 1',
  providerMethod: 'instore',
  receipts: [
    { kind: 'cardholder', lines: ['BETALING', '**** 1234'] },
    { kind: 'merchant', lines: ['KOPIE'] },
  ],
  settlement: 'final',
} as const satisfies Payment['approval'];
