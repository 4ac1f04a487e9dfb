import { type Clock, describeError, type ExactJsonInput, JsonNumber, stringifyExactJson } from '@tillbridge/kernel';
import { SIGNATURE_HEADER, SUBSCRIPTION_HEADER, signBody } from '@tillbridge/mplus';
import { nodeDigest } from '../shared/node-ports.ts';
import { TillLine } from './till-line.ts';
import type { TillKnobs } from './till-options.ts';
import { type Fault, judge, type TillReply } from './till-reply.wire.ts';
import type { Exchange } from './till-state.ts';

export interface PostOptions {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly ca: string | undefined;
  readonly subscriptionId: string;
  readonly key: Uint8Array;
  readonly sender: { readonly branchNumber: number; readonly workplaceNumber: number };
  readonly instanceId: string;
  readonly clock: Clock;
  changed(): void;
}

export type Members = Readonly<Record<string, ExactJsonInput | undefined>>;

/** What the till makes of an exchange. */
export type Reading =
  | { readonly kind: 'reply'; readonly exchange: Exchange; readonly reply: TillReply }
  /** The other side says that it could not process the event. */
  | { readonly kind: 'error'; readonly exchange: Exchange; readonly why: string }
  /** A reply that can't be used; it has been complained about. */
  | { readonly kind: 'wrong'; readonly exchange: Exchange; readonly why: string }
  | { readonly kind: 'silence'; readonly exchange: Exchange; readonly why: string };

const KEPT = 300;
const BASKET_EVENTS: ReadonlySet<string> = new Set([
  'scanCode',
  'addSessionLine',
  'updateSessionLine',
  'removeSessionLine',
]);
const NOTIFICATIONS: ReadonlySet<string> = new Set(['cancelExternalPayment']);

interface Sent {
  readonly event: string;
  readonly body: Buffer;
  readonly signature: string;
}

/** Writes, signs and sends the till's events, checks the replies, and keeps both. */
export class TillPost {
  private readonly options: PostOptions;
  private readonly knobs: TillKnobs;
  private readonly line: TillLine;
  private exchanges: readonly Exchange[] = [];
  private counter = 0;
  private lastId = 0;
  private lastSent = new Map<string, Sent>();
  private last: Sent | undefined;

  constructor(options: PostOptions, knobs: TillKnobs) {
    this.options = options;
    this.knobs = knobs;
    this.line = new TillLine(options.endpoint, options.ca);
  }

  get transcript(): readonly Exchange[] {
    return this.exchanges;
  }

  async send(event: string, members: Members): Promise<Exchange> {
    return (await this.ask(event, members)).exchange;
  }

  /** Sends an event with the next counter and reads the reply. Never rejects. */
  ask(event: string, members: Members, polling = false): Promise<Reading> {
    return this.exchange(this.signed(event, this.write(event, members, polling)));
  }

  async resend(event?: string): Promise<Exchange | undefined> {
    const sent = event === undefined ? this.last : this.lastSent.get(event);
    return sent === undefined ? undefined : (await this.exchange(sent)).exchange;
  }

  async complain(about: Exchange | undefined, fault: { code: string; message: string }): Promise<Exchange | undefined> {
    const wrong = about ?? this.exchanges.at(-1);
    if (wrong === undefined) return undefined;
    // The first event goes back as it was written, so it is put in as text.
    const body = `{"error":${stringifyExactJson(fault)},"original":${wrong.request}}`;
    return (await this.exchange(this.signed(wrong.event, Buffer.from(body, 'utf8')), false)).exchange;
  }

  close(): void {
    this.line.close();
  }

  private write(event: string, members: Members, polling: boolean): Buffer {
    this.counter += 1;
    const at = new Date(this.options.clock.now() + this.knobs.clockSkewMs).toISOString().replace('Z', '+00:00');
    const { branchNumber, workplaceNumber } = this.options.sender;
    const text = stringifyExactJson({
      event: {
        eventBlocking: this.waitsFor(event),
        eventPolling: polling ? true : undefined,
        eventCounter: new JsonNumber(String(this.counter)),
        eventTimestamp: at,
      },
      sender: {
        branchNumber: new JsonNumber(String(branchNumber)),
        workplaceNumber: new JsonNumber(String(workplaceNumber)),
        instanceId: this.options.instanceId,
      },
      ...members,
    });
    return Buffer.from(text, 'utf8');
  }

  /** Whether the till waits for the answer and acts on it. */
  waitsFor(event: string): boolean {
    if (NOTIFICATIONS.has(event)) return false;
    return !(this.knobs.basketUnheard && BASKET_EVENTS.has(event));
  }

  private signed(event: string, body: Buffer): Sent {
    return { event, body, signature: signBody(nodeDigest, this.keyForNext(), body) };
  }

  private keyForNext(): Uint8Array {
    if (this.knobs.wrongSignature === 'never') return this.options.key;
    if (this.knobs.wrongSignature === 'once') this.knobs.wrongSignature = 'never';
    return this.options.key.map((byte) => byte ^ 0xff);
  }

  private async exchange(sent: Sent, complains = this.knobs.complains): Promise<Reading> {
    const { event } = sent;
    const { clock, endpoint, subscriptionId, key } = this.options;
    this.last = sent;
    this.lastSent.set(event, sent);
    const damaged = this.damaged(sent);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      [SUBSCRIPTION_HEADER]: subscriptionId,
      [SIGNATURE_HEADER]: damaged.signature,
    };
    const started = clock.monotonicMs();
    const base = {
      at: clock.now(),
      event,
      request: damaged.body.toString('utf8'),
      requestSignature: damaged.signature,
    };
    const took = () => ({ tookMs: clock.monotonicMs() - started });
    try {
      const reply = await this.line.post(
        `${endpoint}/${event}`,
        headers,
        damaged.body,
        this.knobs.replyTimeoutMs,
        damaged.cutOffAt,
      );
      const judged = judge(event, reply, key);
      const signature = reply.headers[SIGNATURE_HEADER];
      const exchange = this.keep({
        ...base,
        ...took(),
        status: reply.status,
        reply: reply.body.toString('utf8'),
        replySignature: typeof signature === 'string' ? signature : null,
        complaint: judged.ok ? null : `${judged.fault.code}: ${judged.fault.message}`,
      });
      if (!judged.ok) return await this.wrong(exchange, judged.fault, complains);
      if (reply.status !== 200) {
        const { error } = judged.reply;
        return { kind: 'error', exchange, why: `${error?.code ?? reply.status}: ${error?.message ?? ''}` };
      }
      return { kind: 'reply', exchange, reply: judged.reply };
    } catch (error) {
      const why = describeError(error);
      const exchange = this.keep({ ...base, ...took(), status: 0, reply: '', replySignature: null, complaint: why });
      return { kind: 'silence', exchange, why };
    }
  }

  private async wrong(exchange: Exchange, fault: Fault, complains: boolean): Promise<Reading> {
    if (complains) await this.complain(exchange, fault);
    return { kind: 'wrong', exchange, why: `${fault.code}: ${fault.message}` };
  }

  private damaged(sent: Sent): Sent & { readonly cutOffAt: number | null } {
    const { damage } = this.knobs;
    this.knobs.damage = 'none';
    const half = Math.floor(sent.body.length / 2);
    switch (damage) {
      case 'none':
        return { ...sent, cutOffAt: null };
      case 'malformed':
        return {
          ...this.signed(sent.event, Buffer.concat([sent.body.subarray(0, -1), Buffer.from(',}')])),
          cutOffAt: null,
        };
      case 'truncated':
        return { ...sent, body: sent.body.subarray(0, half), cutOffAt: null };
      case 'cut-off':
        return { ...sent, cutOffAt: half };
    }
  }

  private keep(exchange: Omit<Exchange, 'id'>): Exchange {
    this.lastId += 1;
    const kept = { id: this.lastId, ...exchange };
    this.exchanges = [...this.exchanges, kept].slice(-KEPT);
    this.options.changed();
    return kept;
  }
}
