/**
 * Who is plugged into what. Settings, an open store and the ports of the machine go in; the rooms come out, wired. This
 * is the only place that knows them all.
 */
import { OutboxDispatcher } from '@tillbridge/journal';
import { type Clock, type Digest, type Log, type Random, STORAGE_ERRORS } from '@tillbridge/kernel';
import { createWebhookHandler, DEFAULT_WEBHOOK_SETTINGS, NOTICE_ERRORS } from '@tillbridge/mplus';
import { ABORT_KIND, createPaymentDesk, DEFAULT_POLICY, type PaymentDesk } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import type { EventStream } from '@tillbridge/psp-multisafepay';
import type { Metrics, RelayPorts } from '@tillbridge/relay';
import type { Store } from '@tillbridge/store-sqlite';
import { abortHandler } from './abort-handler.ts';
import { watchEndings } from './endings.ts';
import { AGENT_ERRORS } from './errors.ts';
import { DeviceJournal } from './exchanges/device-journal.ts';
import { exchanges } from './exchanges/exchanges.ts';
import { Health } from './health/health.ts';
import { healthReport } from './health/readiness.ts';
import { type CrashPoint, crashingDriver, crashingStore, powerCut } from './host/crash-points.ts';
import { observedStore } from './host/observed-store.ts';
import { createNodeEventStream } from './http/node-event-stream.ts';
import { Notices } from './notices.ts';
import { sendParkedAgain } from './parked.ts';
import { ordersOf } from './reconcile/payments-since.ts';
import { wireReconcile } from './reconcile/wire-reconcile.ts';
import { type DevicePorts, systemDevices } from './routes/devices.ts';
import { driverWatch, errorCodeIn, wireWatch } from './routes/driver-watch.ts';
import { driversOf } from './routes/drivers.ts';
import { observedDriver } from './routes/observed-driver.ts';
import { keepCoresFresh } from './routes/pay-cores.ts';
import { keyedAccounts } from './routes/provider-accounts.ts';
import { providersOf } from './routes/providers.ts';
import { routeTable } from './routes/route-table.ts';
import { isOnDevice } from './routes/shared-device.ts';
import { SaleBook } from './sessions/sale-book.ts';
import type { AgentSettings } from './settings.ts';
import * as shop from './shop.ts';
import { StaffDoor } from './staff.ts';
import { feedBaskets } from './terminals/basket-feed.ts';
import { TerminalDesk } from './terminals/terminal-desk.ts';
import { wireTerminals } from './terminals/wire-terminals.ts';
import { tillWords } from './till-words.ts';
import { wireTraces } from './trace/wire-traces.ts';
import { VERSION } from './version.ts';
import { DeviceList, deviceHomes } from './views/device-list.ts';
import { RouteTimes } from './views/route-times.ts';
import { ViewBoard } from './views/view-board.ts';
import { openMplusApi } from './vouchers/open-mplus-api.ts';
import { openVouchers } from './vouchers/open-vouchers.ts';
import { measuredWebhooks } from './webhooks.ts';
import { WindowDesk } from './windows/window-desk.ts';

export interface ComposePorts {
  readonly store: Store;
  readonly http: HttpExchange;
  /** Left out: one on the machine's network. */
  readonly stream?: EventStream;
  /** Left out: those of this machine. */
  readonly devices?: DevicePorts;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
}

export interface ComposeOptions {
  readonly build: string;
  readonly demo: boolean;
  /** A power cut to play, in the demo alone. */
  readonly crashAt: CrashPoint | null;
}

/** The rooms, wired and quiet: nothing runs before `recover` and `dispatcher.start`. */
export interface Rooms {
  readonly desk: PaymentDesk;
  readonly board: ViewBoard;
  readonly dispatcher: OutboxDispatcher;
  readonly terminals: TerminalDesk;
  readonly relayPorts: Pick<
    RelayPorts,
    'webhooks' | 'exchanges' | 'windows' | 'terminals' | 'reconcile' | 'injection' | 'vouchers' | 'health'
  >;
  /** Takes up what the last run left open; the windows speak of payments afterwards. */
  recover(): Promise<void>;
  /** From now on the agent says that it isn't ready. */
  stopping(): void;
  /** Ends what runs in the background. What is open is taken up at the next start. */
  close(): Promise<void>;
}

const ENDED = new Error('the agent ends');

export function compose(settings: AgentSettings, ports: ComposePorts, options: ComposeOptions): Rooms {
  const { clock, random, digest, log, metrics } = ports;
  const { crashAt } = options;
  const now = () => clock.now();
  const life = { starting: true, closing: false };
  const over = new AbortController();
  const startedAt = now();

  // What people see beside payments.
  const notices = new Notices(clock, () => board.changed());
  const outbox = () => store.outboxCount();
  const health = new Health(shop.healthSubjects(settings), {
    clock,
    outbox,
    changed: (till) => board.changed(till),
    displays: (till) => board.displays(till),
  });
  const sales = new SaleBook();
  const staff = new StaffDoor(settings.staff, clock, digest);
  const times = new RouteTimes();

  // Journal, drivers, desk, outbox.
  const store = observedStore(crashAt === null ? ports.store : crashingStore(ports.store, crashAt, powerCut), {
    written: () => health.alive('journal', 'journal'),
    refused: () => {
      health.failed('journal', 'journal', STORAGE_ERRORS.unwritable.code, true);
      notices.note('disk-full', STORAGE_ERRORS.unwritable.code, null);
    },
  });
  const traces = wireTraces(settings, { clock, log });
  const wire = {
    memory: store.driverMemory,
    devices: ports.devices ?? systemDevices({ clock, log }),
    trace: traces.of,
  };
  const stream = ports.stream ?? createNodeEventStream({ clock });
  const providers = providersOf(settings.accounts, { http: ports.http, stream, clock });
  const accounts = keyedAccounts(settings.routes, providers, {
    clock,
    ordersOf: (account, routes, from, until) => ordersOf(store, account, routes, from, until),
  });
  const drivers = driversOf(
    settings,
    { ...wire, clock, log, providers, accounts, payments: store },
    (driver, account) => {
      const armed = crashAt === null ? driver : crashingDriver(driver, crashAt, powerCut);
      const watch = account === null ? wireWatch(health, metrics) : driverWatch(account, health, metrics);
      return observedDriver(armed, watch, () => clock.monotonicMs());
    },
  );
  const desk = createPaymentDesk(
    {
      store,
      routes: routeTable(shop.tillRoutes(settings), drivers),
      clock,
      random,
      log,
      outboxFilled: () => dispatcher.kick(),
    },
    {
      ...DEFAULT_POLICY,
      secondTenderOnWitness: settings.policy.secondTenderOnWitness,
      statementText: settings.venue.name,
    },
  );
  const mplusApi =
    settings.vouchers === null
      ? null
      : openMplusApi(settings, settings.vouchers, {
          store,
          http: ports.http,
          clock,
          random,
          log,
          notice: (code, errorCode, about) => notices.note(code, errorCode, about),
        });
  const dispatcher = new OutboxDispatcher({
    store,
    clock,
    random,
    log,
    handlers: new Map([
      [ABORT_KIND, abortHandler(desk, (about) => notices.note('outbox-parked', AGENT_ERRORS.outboxStuck.code, about))],
      ...(mplusApi?.handlers ?? []),
    ]),
  });
  const stopKicking = store.onOutbox(() => dispatcher.kick());
  desk.onChange(
    watchEndings((payment) => {
      metrics.paymentEnded(payment.means, payment.state);
      if (payment.state === 'approved') times.add(payment);
    }),
  );
  metrics.beforeReading(() => {
    const { waiting, parked } = outbox();
    metrics.outbox(waiting, parked);
    metrics.openOutcomes(desk.needingAttention().length);
  });

  // Terminals between payments.
  const defer = (work: () => void) => void setImmediate(work);
  const terminals = new TerminalDesk(wireTerminals(settings, drivers, traces), {
    clock,
    log,
    openOn: (route) => isOnDevice(desk.open(), route, drivers.get(route)),
    heard: (route, { how }) => health.alive('terminal', route, undefined, how),
    failed: (route, detail) => health.failed('terminal', route, errorCodeIn(detail) ?? AGENT_ERRORS.notReachable.code),
  });
  const fed = shop.ownTerminals(settings).flatMap(({ till, route }) => {
    const driver = drivers.get(route);
    if (driver?.means !== 'card' || driver.basket === undefined) return [];
    return [{ till, terminal: driver.terminal, screen: driver.basket }];
  });
  const stopFeeding = feedBaskets(fed, { sales, desk, defer });

  // Vouchers.
  const vouchers =
    settings.vouchers === null || mplusApi === null
      ? null
      : openVouchers(settings, settings.vouchers, {
          store: store.vouchers,
          catalogue: mplusApi.catalogue,
          forwarding: mplusApi.forwarding,
          clock,
          random,
          digest,
          log,
          sales,
          changed: (till) => board.changed(till),
          devices: wire.devices,
          scanner: {
            alive: () => health.alive('scanner', 'scanner'),
            failed: (code) => health.failed('scanner', 'scanner', code),
          },
          languageOf: shop.languages(settings),
          version: VERSION,
        });

  // Windows.
  const frames = shop.tillFrames(settings, {
    demo: options.demo,
    staff: staff.names,
    usualMs: (route) => times.usualMs(route),
  });
  const deviceJournal = new DeviceJournal(store, clock);
  const board = new ViewBoard(frames, {
    clock,
    defer,
    payments: desk,
    sales,
    vouchers: vouchers?.sight ?? null,
    devices: new DeviceList(deviceHomes(settings), deviceJournal),
    health: (till) => health.lines(till),
    notices: () => notices.list(),
  });
  const tills = shop.tillNames(settings);
  const books = wireReconcile(settings, accounts, { store, clock, log });
  const windows = new WindowDesk({
    tills,
    desk,
    board,
    notices,
    staff,
    health,
    books,
    overUse: vouchers?.overUse ?? null,
  });

  // What comes in.
  const webhooks = createWebhookHandler(
    {
      digest,
      clock,
      log,
      desk,
      sessions: sales,
      subscriptions: shop.subscriptionFinder(settings),
      tills: shop.tillFinder(settings, (till) => health.alive('till', till, till)),
      notices: { raise: (code, about) => notices.note(code, NOTICE_ERRORS[code].code, about) },
      vouchers: vouchers?.events ?? null,
      sentences: tillWords({ languageOf: shop.languages(settings), deviceName: shop.deviceNames(settings), now }),
    },
    {
      ...DEFAULT_WEBHOOK_SETTINGS,
      replyBudgetMs: settings.mplus.replyBudgetMs,
      qrReply: settings.mplus.qrReply,
      discountRemoval: settings.vouchers?.discountRemoval ?? DEFAULT_WEBHOOK_SETTINGS.discountRemoval,
    },
  );
  const statusCalls = exchanges(providers, (account) => shop.routesOfAccount(settings, account), {
    desk,
    clock,
    digest,
    log,
    heard: (account) => health.alive('exchange', account),
    deviceStarted: (account, payment, receipt) => deviceJournal.note(account, payment, receipt),
  });
  const report = () =>
    healthReport({
      build: options.build,
      startedAt,
      tills,
      health,
      starting: () => life.starting,
      closing: () => life.closing,
    });

  return {
    desk,
    board,
    dispatcher,
    terminals,
    relayPorts: {
      webhooks: measuredWebhooks(webhooks, metrics, () => clock.monotonicMs()),
      exchanges: statusCalls,
      windows,
      terminals,
      reconcile: books,
      injection: vouchers?.injection ?? null,
      vouchers: vouchers?.inquiry ?? null,
      health: { report },
    },
    async recover() {
      // The store is open and the schema stands, so the file can be written.
      health.alive('journal', 'journal');
      await desk.recover();
      life.starting = false;
      board.ready();
      // The enquiries after open payments have the terminals first.
      if (!life.closing) terminals.standBy();
      vouchers?.watch(over.signal);
      mplusApi?.start();
      keepCoresFresh(providers, { clock, log, signal: over.signal });
      await sendParkedAgain(ports.store, clock);
    },
    stopping() {
      life.closing = true;
    },
    async close() {
      stopFeeding();
      stopKicking();
      over.abort(ENDED);
      await Promise.all([dispatcher.close(), desk.close(), terminals.close(), books.close(), mplusApi?.close()]);
      await traces.idle();
    },
  };
}
