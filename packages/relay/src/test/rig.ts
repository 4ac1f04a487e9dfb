/** Stand-ins for the rooms behind the relay, for the tests of this package. */
import type {
  CashierView,
  Command,
  DisplayView,
  InjectionPage,
  InjectionQuestion,
  ReconcileReport,
  TerminalReply,
  VoucherAnswer,
  VoucherQuestion,
  WindowKind,
  WindowMessage,
} from '@tillbridge/contracts';
import type { Clock, Digest, Log, Random } from '@tillbridge/kernel';
import type { TillId } from '@tillbridge/payments';
import { asset } from '../assets/asset-bundle.ts';
import type { AdmittedInjection, InjectionHead, InjectionPort, InjectionReply } from '../injection-route.ts';
import { createMetrics } from '../metrics.ts';
import type {
  ExchangePort,
  ExchangeRequest,
  HealthReport,
  RelayPorts,
  TerminalPort,
  ViewOf,
  WebhookPort,
  WebhookReply,
  WebhookRequest,
  WindowPort,
} from '../ports.ts';
import type { ReconcilePort } from '../reconcile-route.ts';
import { buildRelay, type Relay, type RelaySettings } from '../relay.ts';
import type { VoucherPort } from '../voucher-routes.ts';

export const FIRST_TILL = '3-12' as TillId;
export const SECOND_TILL = '3-13' as TillId;
/** The Host of injected requests. */
export const HOST = '127.0.0.1:8620';
export const ORIGIN = `http://${HOST}`;

const text = (words: string) => Buffer.from(words, 'utf8');

export class FakeWebhooks implements WebhookPort {
  readonly requests: WebhookRequest[] = [];
  answer: (request: WebhookRequest) => Promise<WebhookReply> = async () => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'x-mplus-signature': 'signed' },
    body: text('{}'),
  });

  handle(request: WebhookRequest): Promise<WebhookReply> {
    this.requests.push(request);
    return this.answer(request);
  }

  tooLong(): WebhookReply {
    return {
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: text('{"error":{"code":"TOO_LONG"}}'),
    };
  }
}

export class FakeExchanges implements ExchangePort {
  readonly requests: (ExchangeRequest & { source: string })[] = [];

  async handle(source: string, request: ExchangeRequest) {
    this.requests.push({ ...request, source });
    if (source !== 'pay') return undefined;
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'TRUE|noted' };
  }
}

type Listener<Kind extends WindowKind> = (view: ViewOf<Kind>) => void;

export class FakeWindows implements WindowPort {
  readonly commands: { till: TillId; command: Command }[] = [];
  readonly shownMessages: { till: TillId; message: WindowMessage }[] = [];
  readonly listeners = new Set<{ window: WindowKind; till: TillId; listener: Listener<WindowKind> }>();

  tills() {
    return [
      { id: FIRST_TILL, name: 'Balie 1' },
      { id: SECOND_TILL, name: 'Balie 2' },
    ];
  }

  subscribe<Kind extends WindowKind>(window: Kind, till: TillId, listener: Listener<Kind>): () => void {
    const entry = { window, till, listener: listener as Listener<WindowKind> };
    this.listeners.add(entry);
    listener((window === 'cashier' ? cashierView(till, 0) : displayView(till, null)) as ViewOf<Kind>);
    return () => this.listeners.delete(entry);
  }

  /** Shows the display's listeners a payment. */
  changeDisplay(till: TillId, paymentId: string): void {
    for (const entry of this.listeners) {
      if (entry.window === 'display' && entry.till === till) entry.listener(displayView(till, paymentId));
    }
  }

  shown(till: TillId, message: WindowMessage): void {
    this.shownMessages.push({ till, message });
  }

  async command(till: TillId, command: Command) {
    this.commands.push({ till, command });
    return { ok: true } as const;
  }
}

const TRACE_STATE = { on: true, until: null, folder: '/data/traces' };

/** One terminal, `pin-1`, that answers at once; `slow` makes it take its time. */
export class FakeTerminals implements TerminalPort {
  readonly asked: string[] = [];
  slow = false;
  tracing = true;

  list() {
    return { terminals: [] };
  }

  async ask(route: string, question: string): Promise<TerminalReply | undefined> {
    if (route !== 'pin-1') return undefined;
    this.asked.push(question);
    return this.slow ? { kind: 'pending', since: 1 } : { kind: 'done', lines: ['ok'], facts: {} };
  }

  switchTrace(route: string, on: boolean) {
    if (route !== 'pin-1') return undefined;
    this.tracing = on;
    return { ...TRACE_STATE, on };
  }

  traced(route: string, after: number) {
    return route === 'pin-1' ? { lines: [], next: after, trace: TRACE_STATE } : undefined;
  }
}

/** A day without payments; the calendar of the shop has no year 1999. */
export class FakeReconcile implements ReconcilePort {
  readonly asked: string[] = [];

  async report(day: string): Promise<ReconcileReport | undefined> {
    if (day.startsWith('1999')) return undefined;
    this.asked.push(day);
    const span = { day, timeZone: 'Europe/Amsterdam', from: 1, until: 2, madeAt: 3 };
    return { ...span, equal: true, accounts: [], lines: [], totals: [] };
  }
}

/** Lets `key` in, and answers what it was sent. */
export class FakeInjection implements InjectionPort {
  readonly heads: InjectionHead[] = [];
  readonly bodies: (string | Buffer)[] = [];
  /** Called with each body, or why there is none. */
  heard: () => void = () => undefined;

  admit(head: InjectionHead): InjectionReply | AdmittedInjection {
    this.heads.push(head);
    if (head.path === '/v1/broken') throw new Error('a fault of ours');
    if (head.headers.authorization !== 'Bearer key') return { status: 401, headers: {}, body: 'who are you?' };
    return {
      end: async (body) => {
        this.bodies.push(typeof body === 'string' ? body : Buffer.from(body));
        this.heard();
        if (head.path === '/v1/rejects') throw new Error('a fault of ours');
        return { status: 201, headers: { 'content-type': 'text/plain' }, body: `${body.length} bytes` };
      },
    };
  }
}

/** Nothing was ever injected. */
export class FakeVouchers implements VoucherPort {
  readonly asked: unknown[] = [];

  lookUp(question: VoucherQuestion): VoucherAnswer | undefined {
    this.asked.push(question);
    if (question.till !== undefined && question.till !== FIRST_TILL) return undefined;
    return { asked: question.code ?? question.find ?? question.order ?? '', by: 'code', vouchers: [], verdict: null };
  }

  log(question: InjectionQuestion): InjectionPage {
    this.asked.push(question);
    return { entries: [], before: null };
  }

  overUse() {
    return [];
  }
}

function displayView(till: TillId, paymentId: string | null): DisplayView {
  return {
    till: { id: till, name: 'Balie' },
    brand: 'Speelpark De Eik',
    language: 'nl',
    theme: 'light',
    paymentId,
    screen: { kind: 'idle' },
    basket: null,
    voucher: null,
    panel: null,
  };
}

function cashierView(till: TillId, openCount: number): CashierView {
  return {
    till: { id: till, name: 'Balie' },
    tills: [],
    language: 'nl',
    theme: 'light',
    demo: false,
    sale: { totalCents: openCount, vouchers: null },
    current: null,
    open: [],
    recent: [],
    health: [],
    notices: [],
    vouchers: null,
    staff: [],
  };
}

export interface Rig {
  readonly relay: Relay;
  readonly ports: RelayPorts;
  readonly webhooks: FakeWebhooks;
  readonly exchanges: FakeExchanges;
  readonly windows: FakeWindows;
  readonly terminals: FakeTerminals;
  readonly reconcile: FakeReconcile;
  readonly vouchers: FakeVouchers;
  readonly injection: FakeInjection;
  readonly health: { value: HealthReport };
}

export type Machine = { clock: Clock; random: Random; digest: Digest; log: Log };

/** Lends a relay over stand-ins and closes it. */
export async function withRelay(
  machine: Machine,
  settings: Partial<RelaySettings>,
  use: (rig: Rig) => Promise<void>,
): Promise<void> {
  const webhooks = new FakeWebhooks();
  const exchanges = new FakeExchanges();
  const windows = new FakeWindows();
  const terminals = new FakeTerminals();
  const reconcile = new FakeReconcile();
  const vouchers = new FakeVouchers();
  const injection = new FakeInjection();
  const health: { value: HealthReport } = {
    value: { build: 'b1', startedAt: machine.clock.now(), notReady: [], tills: windows.tills(), lines: [] },
  };
  const bundle = new Map([
    ['index.html', asset('index.html', text('<!doctype html>'))],
    ['assets/index-DfA8c_1x.js', asset('assets/index-DfA8c_1x.js', text('0'))],
  ]);
  const ports: RelayPorts = {
    ...machine,
    webhooks,
    exchanges,
    windows,
    terminals,
    reconcile,
    injection,
    vouchers,
    health: { report: () => health.value },
    assets: { cashier: bundle, display: bundle },
    metrics: createMetrics({ build: 'b1', withProcess: false }),
  };
  const relay = await buildRelay(ports, {
    build: 'b1',
    accessKey: new Uint8Array(32).fill(7),
    cookieSuffix: '8620',
    servedHosts: [HOST],
    ...settings,
  });
  try {
    await use({ relay, ports, webhooks, exchanges, windows, terminals, reconcile, vouchers, injection, health });
  } finally {
    await relay.close();
  }
}

/** Headers of a window of ours, signed in as `role`. */
export function windowHeaders(relay: Relay, role: 'cashier' | 'display'): Record<string, string> {
  const { name, value } = relay.access.cookie(role);
  return { host: HOST, origin: ORIGIN, cookie: `${name}=${value}` };
}
