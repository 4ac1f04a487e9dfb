/**
 * The payments room at work: intents become durable before a driver hears of them, everything a driver says becomes
 * durable before anybody acts on it, and every open payment is watched until its end is proved.
 */
import { type Clock, type Log, type Random, within } from '@tillbridge/kernel';
import type { PaymentDesk } from '../desk.ts';
import type { PaymentId } from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentStore, RouteTable } from '../ports.ts';
import { occupiedUntil } from '../rules/may-start.ts';
import { wayBackOf } from '../rules/way-back.ts';
import { Enquiries } from './enquiries.ts';
import { HandOvers } from './hand-overs.ts';
import { PaymentWriter } from './payment-writer.ts';
import { recover } from './recovery.ts';
import { Starts } from './starts.ts';
import { Stops } from './stops.ts';
import type { DeskTools } from './tools.ts';
import { CALLED_OFF } from './watch.ts';
import { Watches } from './watches.ts';

export interface PaymentDeskPorts {
  readonly store: PaymentStore;
  readonly routes: RouteTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Something was put into the outbox and may go out at once. */
  outboxFilled(): void;
}

const CLOSE_GRACE_MS = 3_000;

export function createPaymentDesk(ports: PaymentDeskPorts, policy: PaymentPolicy): PaymentDesk {
  const { store, routes, clock } = ports;
  const closing = new AbortController();
  const newsOf = (id: PaymentId) => starts.newsOf(id) ?? watches.newsOf(id);
  const writer = new PaymentWriter({
    ...ports,
    closing: closing.signal,
    newsOf,
    stateChanged: (id) => watches.of(id)?.wake(),
  });
  const tools: DeskTools = { ...ports, policy, writer, closing: closing.signal };
  const watches = new Watches(tools);
  const starts = new Starts(tools, watches);
  const enquiries = new Enquiries(tools, watches);
  const stops = new Stops(tools, starts, enquiries);
  const handOvers = new HandOvers(tools);

  return {
    start: (command, budgetMs) => starts.start(command, budgetMs),
    refund: (request) => starts.refund(request),

    requestCancel: (key, receipt, budgetMs) => stops.requestCancel(key, receipt, budgetMs),
    giveUp: (key, receipt) => stops.giveUp(key, receipt),
    leaveSale: (subscriptionId, sessionId, receipt) => stops.leaveSale(subscriptionId, sessionId, receipt),
    stop: (id) => stops.stop(id),
    deliverAbort: (id, signal) => stops.deliverAbort(id, signal),

    hint: (route, providerRef, reference, receipt, proof) =>
      enquiries.hint(route, providerRef, reference, receipt, proof ?? null),
    enquire: (id) => enquiries.enquire(id),
    witness: (id, says, person) => enquiries.witness(id, says, person),

    handedOver: (id, told, by) => handOvers.handedOver(id, told, by),
    completeSale: (subscriptionId, sessionId, paid, receipt) =>
      handOvers.completeSale(subscriptionId, sessionId, paid, receipt),
    tillComplained: (key, receipt) => handOvers.tillComplained(key, receipt),
    settle: (id, person) => handOvers.settle(id, person),

    find: ({ subscriptionId, externalPaymentId }) => store.byKey(subscriptionId, externalPaymentId),
    byId: (id) => store.byId(id),
    open: () => store.open(),
    recent: (till, limit) => store.recent(till, limit),
    needingAttention: () => store.needingAttention(),
    phaseOf: (id) => newsOf(id)?.phase ?? null,
    wordsOf: (id) => newsOf(id)?.words ?? null,
    wayBackOf: (payment) => wayBackOf(payment, routes.byId(payment.route)),
    occupiedUntil(route) {
      const driver = routes.byId(route);
      if (driver?.means !== 'card') return null;
      return occupiedUntil(store.openOnTerminal(driver.terminal), route, policy, clock.now());
    },
    onChange: (listener) => writer.onChange(listener),

    recover: () => recover(tools, starts, watches),
    busy: () => starts.anyUnderWay() || store.open().some(({ state }) => state !== 'unknown'),
    async close() {
      // A start that is out is worth a short wait: its answer saves the next start an unknown outcome.
      await within(clock, CLOSE_GRACE_MS, starts.allAnswered());
      closing.abort(CALLED_OFF);
      await starts.allAnswered();
      await watches.close();
      await enquiries.allAnswered();
    },
  };
}
