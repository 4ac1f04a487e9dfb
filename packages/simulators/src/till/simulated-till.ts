/**
 * A till as a shop has one, over real HTTP: it rings up sales, asks for payments, polls, cancels, re-sends, checks every
 * reply, and complains about wrong ones. It believes a payment is paid only when a signed reply says so.
 *
 *   pay ─▶ asking ──started──▶ started ──confirmed──▶ confirmed
 *            │  └─no reply─▶ (polls on)   ├─cancelled──▶ cancelled
 *            ├─started:false─▶ refused    └─patience, cancel()─▶ given-up
 *            └─error, wrong reply─▶ failed
 */
import { type Clock, cents, type ExactJsonInput, formatDecimalEuros, JsonNumber } from '@tillbridge/kernel';
import { decodeSecret } from '@tillbridge/mplus';
import { newUuid, nodeRandom } from '../shared/node-ports.ts';
import { systemClock } from '../shared/system-clock.ts';
import { applyReply, lineCents, type TillArticles } from './line-discounts.ts';
import { PaymentTalk } from './payment-talk.ts';
import { DEFAULT_KNOBS, type TillKnobs, type TillOptions } from './till-options.ts';
import { type Reading, TillPost } from './till-post.ts';
import type {
  Exchange,
  NewLine,
  SaleState,
  ScanOutcome,
  TillDialog,
  TillLine,
  TillOutcome,
  TillState,
} from './till-state.ts';

export class SimulatedTill {
  /** May be turned at any time. */
  readonly knobs: TillKnobs;
  private readonly newId: () => string;
  private readonly clock: Clock;
  private readonly post: TillPost;
  private readonly listeners = new Set<(state: TillState) => void>();
  private sale: SaleState = 'closed';
  private sessionId: string | null = null;
  private lines: readonly TillLine[] = [];
  private lastScan: ScanOutcome | null = null;
  private lastSale: TillState['lastSale'] = null;
  private readonly articles: TillArticles;
  /** Sales that were completed, by their ids: a guest may bring one back. */
  private readonly done = new Map<string, readonly TillLine[]>();
  /** Sales in the queue. */
  private readonly parked = new Map<string, readonly TillLine[]>();
  private talk: PaymentTalk | null = null;

  constructor(options: TillOptions) {
    this.knobs = { ...DEFAULT_KNOBS, ...picked(options) };
    this.clock = options.clock ?? systemClock();
    this.articles = options.articles ?? new Map();
    const random = options.random ?? nodeRandom;
    this.newId = () => newUuid(random);
    this.post = new TillPost(
      {
        endpoint: options.endpoint.replace(/\/+$/, ''),
        ca: options.ca,
        subscriptionId: options.subscriptionId,
        key: decodeSecret(options.secret),
        sender: { branchNumber: options.branch, workplaceNumber: options.workplace },
        instanceId: options.instanceId ?? this.newId(),
        clock: this.clock,
        changed: () => this.changed(),
      },
      this.knobs,
    );
  }

  get state(): TillState {
    return {
      sale: this.sale,
      sessionId: this.sessionId,
      lines: this.lines,
      totalCents: this.lines.reduce((sum, line) => sum + lineCents(line), 0),
      scan: this.lastScan,
      lastSale: this.lastSale,
      payment: this.talk?.payment ?? null,
      transcript: this.post.transcript,
    };
  }

  /** Calls `listener` after every change, until the returned function is called. */
  onChange(listener: (state: TillState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // --- the sale ------------------------------------------------------------------------------------------------

  /** A new sale with these lines. */
  async ring(lines: readonly NewLine[]): Promise<void> {
    await this.startSession();
    for (const line of lines) await this.addLine(line);
  }

  async startSession(): Promise<Exchange> {
    this.sessionId = this.newId();
    this.lines = [];
    this.sale = 'selling';
    this.lastScan = null;
    this.changed();
    return this.post.send('startSession', { session: { sessionId: this.sessionId } });
  }

  async addLine(line: NewLine): Promise<Exchange> {
    if (this.sale !== 'selling') await this.startSession();
    const added: TillLine = { ...line, lineId: this.newId() };
    this.lines = [...this.lines, added];
    return this.tell('addSessionLine', { addSessionLine: { line: wireLine(added) } });
  }

  /** A quantity of 0 takes the line off the sale. */
  async setQuantity(lineId: string, quantity: number): Promise<Exchange | undefined> {
    const line = this.lines.find((candidate) => candidate.lineId === lineId);
    if (line === undefined) return undefined;
    const changed = { ...line, quantity };
    const event = quantity === 0 ? 'removeSessionLine' : 'updateSessionLine';
    this.lines =
      quantity === 0
        ? this.lines.filter((other) => other !== line)
        : this.lines.map((other) => (other === line ? changed : other));
    return this.tell(event, { [event]: { line: wireLine(quantity === 0 ? line : changed) } });
  }

  removeLine(lineId: string): Promise<Exchange | undefined> {
    return this.setQuantity(lineId, 0);
  }

  /** Into the queue: the till is free for another sale. */
  async pauseSession(): Promise<Exchange> {
    const exchange = await this.post.send('pauseSession', this.session());
    if (this.sessionId !== null) this.parked.set(this.sessionId, this.lines);
    return exchange;
  }

  /** Out of the queue; without an id the sale that is on the till. */
  async resumeSession(sessionId: string | null = this.sessionId): Promise<Exchange> {
    if (sessionId !== null) {
      this.lines = this.parked.get(sessionId) ?? this.lines;
      this.parked.delete(sessionId);
      this.sessionId = sessionId;
      this.sale = 'selling';
    }
    return this.tell('resumeSession', {});
  }

  /** Scans a ticket. `choose` answers the dialog that may come, at its leisure; null closes it without an answer. */
  async scan(
    code: string,
    choose: (dialog: TillDialog) => number | null | Promise<number | null> = () => null,
    codeType = 'qrcode',
  ): Promise<ScanOutcome> {
    if (this.sale === 'closed' || this.sale === 'done') await this.startSession();
    const members = { scanCode: { scannedCode: code, codeType } };
    let reading = await this.converse('scanCode', members);
    const dialog = reading.kind === 'reply' ? reading.reply.dialog : undefined;
    if (dialog !== undefined) {
      const chosen = await choose({
        title: dialog.dialogTitle,
        options: dialog.dialogOptions.map(({ optionId, optionName }) => ({ id: optionId, name: optionName })),
      });
      if (chosen !== null) {
        const selectedDialogOptionIds = [new JsonNumber(String(chosen))];
        reading = await this.converse('scanCode', { ...members, dialog: { selectedDialogOptionIds } });
      }
    }
    const said = reading.kind === 'reply' ? reading.reply.scanCode : undefined;
    this.lastScan = {
      recognized: said?.recognized ?? false,
      message: said?.message ?? (reading.kind === 'reply' ? null : reading.why),
      customerMessage: said?.customerMessage ?? null,
    };
    this.changed();
    return this.lastScan;
  }

  /** Takes a completed sale back: the guest gets the money. */
  creditSession(sessionId: string): Promise<Exchange> {
    const lines = this.done.get(sessionId);
    if (lines === undefined) throw new Error('no such sale was completed at this till');
    if (this.lastSale?.sessionId === sessionId) this.lastSale = null;
    this.changed();
    return this.post.send('creditSession', { session: { sessionId, lines: lines.map(wireLine) } });
  }

  /** The payment screen opens. */
  startPayment(): Promise<Exchange> {
    this.sale = 'paying';
    return this.tell('startPayment', {});
  }

  /** The payment screen closes without a payment. */
  cancelPayment(): Promise<Exchange> {
    this.sale = 'selling';
    return this.post.send('cancelPayment', this.session());
  }

  /** The sale is done. It lists the payment that was confirmed, if there was one. */
  async completeSession(): Promise<Exchange> {
    const payment = this.talk?.payment;
    const payments: ExactJsonInput[] =
      payment?.state === 'confirmed'
        ? [{ method: payment.method, amount: euros(payment.finalCents ?? payment.amountCents) }]
        : [];
    const body = { ...this.session(), completeSession: { payments } };
    if (this.sessionId !== null) {
      this.done.set(this.sessionId, this.lines);
      this.lastSale = { sessionId: this.sessionId, totalCents: this.state.totalCents };
    }
    this.endSale('done');
    return this.post.send('completeSession', body);
  }

  cancelSession(): Promise<Exchange> {
    const body = this.session();
    this.endSale('closed');
    return this.post.send('cancelSession', body);
  }

  // --- payments ------------------------------------------------------------------------------------------------

  /**
   * Starts an external payment and asks until it ends. Resolves with what the till believes then. One at a time.
   * A reply that never came is no end: the till goes on asking until its patience is over.
   */
  async pay(method: string, amountCents: number, externalPaymentId: string = this.newId()): Promise<TillOutcome> {
    if (this.talk !== null && !this.talk.over) throw new Error('a payment is under way at this till');
    const talk = new PaymentTalk(
      { post: this.post, clock: this.clock, knobs: this.knobs, changed: () => this.changed() },
      { externalPaymentId, method, amountCents, session: () => (this.knobs.handheld ? {} : this.session()) },
    );
    this.talk = talk;
    return talk.run();
  }

  /** `amountCents` positive: what goes back to the guest. */
  refund(method: string, amountCents: number): Promise<TillOutcome> {
    return this.pay(method, -amountCents);
  }

  /** The payment screen, the payment of the whole sale, and when it is paid, the end of the sale. */
  async checkOut(method: string): Promise<TillOutcome> {
    await this.startPayment();
    const outcome = await this.pay(method, this.state.totalCents);
    if (outcome.kind === 'confirmed') await this.completeSession();
    return outcome;
  }

  /** The cashier wants to stop. The till goes on asking unless the answer is an end. */
  requestCancel(): Promise<Exchange | undefined> {
    return this.talk?.requestCancel() ?? Promise.resolve(undefined);
  }

  /** The till gives the payment up and never asks about it again. */
  cancel(): Promise<Exchange | undefined> {
    return this.talk?.cancel() ?? Promise.resolve(undefined);
  }

  // --- the wire ------------------------------------------------------------------------------------------------

  /** Any event with any members, beside `event` and `sender`. */
  send(event: string, members: Readonly<Record<string, ExactJsonInput>> = {}): Promise<Exchange> {
    return this.post.send(event, members);
  }

  /** The last request of this event (or of any) once more, byte for byte. */
  resend(event?: string): Promise<Exchange | undefined> {
    return this.post.resend(event);
  }

  /** Reports a reply as wrong, as the till does by itself when it finds a fault. Without `about`: the last one. */
  complain(
    about?: Exchange,
    code = 'INVALID_DATA',
    message = 'the reply can not be used',
  ): Promise<Exchange | undefined> {
    return this.post.complain(about, { code, message });
  }

  /** Stops asking and hangs up. Nothing more is sent. */
  close(): void {
    this.talk?.close();
    this.post.close();
  }

  /** An event of the basket; what the answer changes on its lines is done. */
  private async tell(event: string, members: Readonly<Record<string, ExactJsonInput>>): Promise<Exchange> {
    return (await this.converse(event, members)).exchange;
  }

  private async converse(event: string, members: Readonly<Record<string, ExactJsonInput>>): Promise<Reading> {
    const reading = await this.post.ask(event, { ...this.session(), ...members });
    if (reading.kind !== 'reply' || !this.post.waitsFor(event)) return reading;
    const applied = applyReply(this.lines, reading.reply, this.articles);
    if (!applied.ok) {
      if (this.knobs.complains) await this.post.complain(reading.exchange, applied.fault);
      return { kind: 'wrong', exchange: reading.exchange, why: `${applied.fault.code}: ${applied.fault.message}` };
    }
    this.lines = applied.lines;
    this.changed();
    return reading;
  }

  private session(): { readonly session?: ExactJsonInput } {
    if (this.sessionId === null) return {};
    return { session: { sessionId: this.sessionId, lines: this.lines.map(wireLine) } };
  }

  private endSale(sale: SaleState): void {
    this.sale = sale;
    this.sessionId = null;
    this.lines = [];
    this.changed();
  }

  private changed(): void {
    if (this.listeners.size === 0) return;
    const { state } = this;
    for (const listener of this.listeners) listener(state);
  }
}

function wireLine(line: TillLine): ExactJsonInput {
  return {
    lineId: line.lineId,
    articleNumber: new JsonNumber(String(line.articleNumber)),
    priceIncl: euros(line.unitCents),
    quantity: new JsonNumber(String(line.quantity)),
    text: line.text,
    ...(line.discount === undefined
      ? {}
      : {
          externalDiscount: {
            discountId: line.discount.id,
            discountDescription: line.discount.text,
            discountAmount: euros(line.discount.cents),
          },
        }),
  };
}

function euros(amountCents: number): JsonNumber {
  return new JsonNumber(formatDecimalEuros(cents(amountCents)));
}

function picked(options: TillOptions): Partial<TillKnobs> {
  const knobs: Record<string, unknown> = {};
  for (const name of Object.keys(DEFAULT_KNOBS)) {
    const value = options[name as keyof TillKnobs];
    if (value !== undefined) knobs[name] = value;
  }
  return knobs as Partial<TillKnobs>;
}
