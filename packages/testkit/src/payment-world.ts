import {
  type CallContext,
  type Cents,
  type Clock,
  cents,
  type EpochMs,
  type InboxReceipt,
  type Random,
} from '@tillbridge/kernel';
import {
  ABORT_KIND,
  type CardTerminal,
  createPaymentDesk,
  DEFAULT_POLICY,
  type Payment,
  type PaymentDesk,
  type PaymentDriver,
  type PaymentId,
  type PaymentKey,
  type PaymentPolicy,
  type PaymentStore,
  type ProviderAccount,
  type QrProvider,
  type RouteTable,
  type StartAnswer,
  type TillId,
} from '@tillbridge/payments';
import { FakeClock } from './clock.ts';
import { memoryLog } from './log.ts';
import { MemoryPaymentStore } from './memory-payment-store.ts';
import { seededRandom } from './random.ts';
import { ScriptedAccount } from './scripted-account.ts';
import { ScriptedProvider } from './scripted-provider.ts';

const WORLD_START: EpochMs = Date.UTC(2026, 2, 14, 12, 0, 0);
const BUDGET_MS = 1_500;

/**
 * One shop in one process, under a clock and a chance of our own: a desk on a store that survives crashes, a provider
 * with a memory, and two tills that share a terminal.
 */
export class PaymentWorld {
  readonly clock = new FakeClock(WORLD_START);
  readonly store = new MemoryPaymentStore();
  readonly provider: ScriptedProvider;
  /** Gives back what the QR route took, and with `cardAccount` the terminal too. */
  readonly account: ScriptedAccount;
  readonly subscriptionId = 'SHOP';
  desk: PaymentDesk;
  private readonly random: Random;
  private readonly policy: PaymentPolicy;
  private readonly addressedBy: PaymentDriver['addressedBy'];
  private readonly cardAccount: boolean;
  private alive = { yes: true };
  private counter = 0;

  /** `local`: the terminal is one that we talk to ourselves, without a cloud between. */
  constructor(
    options: { seed?: number; policy?: Partial<PaymentPolicy>; local?: boolean; cardAccount?: boolean } = {},
  ) {
    this.random = seededRandom(options.seed ?? 1);
    this.policy = { ...DEFAULT_POLICY, ...options.policy };
    this.addressedBy = options.local === true ? 'reference' : 'provider-ref';
    this.cardAccount = options.cardAccount ?? false;
    this.provider = new ScriptedProvider(this.clock);
    this.account = new ScriptedAccount(this.clock);
    this.desk = this.newDesk();
  }

  /** What a till sends. `session: null` is a handheld. */
  start(
    externalPaymentId: string,
    options: { amountCents?: number; method?: string; session?: string | null; till?: string } = {},
  ): Promise<StartAnswer> {
    return this.desk.start(
      {
        subscriptionId: this.subscriptionId,
        externalPaymentId,
        till: (options.till ?? '3-12') as TillId,
        sessionId: options.session === undefined ? `sale-of-${externalPaymentId}` : options.session,
        method: options.method ?? 'K_PAY_PIN',
        amountCents: cents(options.amountCents ?? 1470),
        lines: [],
        receipt: this.receipt('startExternalPayment'),
      },
      BUDGET_MS,
    );
  }

  async startAndRead(...args: Parameters<PaymentWorld['start']>): Promise<Payment> {
    const answer = await this.settle(this.start(...args));
    if (answer.kind !== 'payment') throw new Error('the journal refused the payment');
    return answer.payment;
  }

  /** A person gives money back for a payment. `requestId`: of the window that asks; another one each time by default. */
  refund(
    paymentId: PaymentId,
    amountCents: number,
    till = '3-12',
    requestId = this.requestId(),
  ): ReturnType<PaymentDesk['refund']> {
    const money = { paymentId, amountCents: amountCents as Cents };
    return this.desk.refund({ ...money, till: till as TillId, person: 'Anja', reason: 'broken', requestId });
  }

  /** What a window makes for each wish. */
  requestId(): string {
    this.counter += 1;
    return `request-${String(this.counter).padStart(12, '0')}`;
  }

  requestCancel(externalPaymentId: string): Promise<Payment | undefined> {
    return this.desk.requestCancel(this.key(externalPaymentId), this.receipt('requestCancel'), BUDGET_MS);
  }

  giveUp(externalPaymentId: string): Promise<Payment | undefined> {
    return this.desk.giveUp(this.key(externalPaymentId), this.receipt('cancel'));
  }

  /** The payment as it stands in the store. */
  payment(externalPaymentId: string): Payment {
    const found = this.store.byKey(this.subscriptionId, externalPaymentId);
    if (found === undefined) throw new Error(`no payment ${externalPaymentId}`);
    return found;
  }

  key(externalPaymentId: string): PaymentKey {
    return { subscriptionId: this.subscriptionId, externalPaymentId };
  }

  receipt(kind: string): InboxReceipt {
    this.counter += 1;
    return { source: 'test', identity: String(this.counter), receivedAt: this.clock.now(), kind };
  }

  /** Lets `ms` go by, delivering what stands in the outbox. */
  async pass(ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += 500) {
      await this.deliver();
      await this.clock.advance(Math.min(500, ms - gone));
    }
    await this.deliver();
    await this.clock.advance(0);
  }

  /** Waits for a promise whose work needs no more than a few seconds of our clock. */
  async settle<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    for (let i = 0; i < 200 && !done; i += 1) await this.pass(i === 0 ? 0 : 100);
    return finished;
  }

  async deliver(): Promise<void> {
    for (const item of this.store.outbox()) {
      if (item.kind !== ABORT_KIND) continue;
      const work = this.desk.deliverAbort(item.key as PaymentId, new AbortController().signal);
      let answer: Awaited<typeof work> | undefined;
      work.then((value) => {
        answer = value;
      });
      await this.clock.advance(0);
      if (answer?.kind === 'done') this.store.delivered(item.kind, item.key);
    }
  }

  /** The process dies: nothing in memory counts any more. */
  crash(): void {
    this.alive.yes = false;
    this.alive = { yes: true };
  }

  /** The process dies and comes back on the same store. */
  async crashAndRestart(): Promise<void> {
    this.crash();
    this.desk = this.newDesk();
    await this.settle(this.desk.recover());
  }

  private newDesk(): PaymentDesk {
    const alive = this.alive;
    const account = mortalAccount(this.account, alive);
    const terminal = mortalCard(this.provider.terminal('pin-1', { addressedBy: this.addressedBy }), alive);
    const card: CardTerminal = this.cardAccount ? { ...terminal, account } : terminal;
    const qr: QrProvider = { ...mortalQr(this.provider.qr('pay-qr'), alive), account };
    const routes: RouteTable = {
      find: (_till, method) => (method.includes('QR') ? qr : method.includes('NONE') ? undefined : card),
      next: () => undefined,
      byId: (route) => [card, qr].find((driver) => driver.route === route),
    };
    return createPaymentDesk(
      {
        store: mortalStore(this.store, alive),
        routes,
        clock: mortalClock(this.clock, alive),
        random: this.random,
        log: memoryLog(),
        outboxFilled: () => undefined,
      },
      this.policy,
    );
  }
}

interface Alive {
  yes: boolean;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Work of a dead process neither begins nor comes back. */
async function mortal<T>(alive: Alive, work: () => Promise<T>): Promise<T> {
  if (!alive.yes) return never();
  try {
    const result = await work();
    return alive.yes ? result : never();
  } catch (error) {
    if (!alive.yes) return never();
    throw error;
  }
}

function mortalDriver<D extends PaymentDriver>(driver: D, alive: Alive): PaymentDriver {
  return {
    route: driver.route,
    leaseMs: driver.leaseMs,
    addressedBy: driver.addressedBy,
    begin: (order, call) => mortal(alive, () => driver.begin(order, call)),
    enquire: (handle, call) => mortal(alive, () => driver.enquire(handle, call)),
    abort: (handle, call) => mortal(alive, () => driver.abort(handle, call)),
    follow: (handle, observe, call: CallContext) => mortal(alive, () => driver.follow(handle, observe, call)),
  };
}

function mortalCard(driver: CardTerminal, alive: Alive): CardTerminal {
  return { ...mortalDriver(driver, alive), means: 'card', terminal: driver.terminal, canRefund: driver.canRefund };
}

function mortalQr(driver: QrProvider, alive: Alive): QrProvider {
  return { ...mortalDriver(driver, alive), means: 'qr' };
}

function mortalAccount(account: ScriptedAccount, alive: Alive): ProviderAccount {
  return {
    refund: (refund, call) => mortal(alive, () => account.refund(refund, call)),
    enquireRefund: (refund) => mortal(alive, () => account.enquireRefund(refund)),
  };
}

function mortalClock(clock: Clock, alive: Alive): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => mortal(alive, () => clock.sleep(ms, signal)),
  };
}

function mortalStore(store: MemoryPaymentStore, alive: Alive): PaymentStore {
  return {
    commit: (work) => mortal(alive, () => store.commit(work)),
    byId: (id) => store.byId(id),
    byKey: (subscriptionId, externalPaymentId) => store.byKey(subscriptionId, externalPaymentId),
    byProviderRef: (route, providerRef) => store.byProviderRef(route, providerRef),
    open: () => store.open(),
    openOfSession: (subscriptionId, sessionId) => store.openOfSession(subscriptionId, sessionId),
    openOnTerminal: (terminal) => store.openOnTerminal(terminal),
    ofSession: (subscriptionId, sessionId) => store.ofSession(subscriptionId, sessionId),
    refundsOf: (original) => store.refundsOf(original),
    needingAttention: () => store.needingAttention(),
    recent: (till, limit) => store.recent(till, limit),
  };
}
