import type { ReconcileReport } from '@tillbridge/contracts';
import type { Clock, Log } from '@tillbridge/kernel';
import { openStore } from '@tillbridge/store-sqlite';
import { journalFile } from '../host/data-folder.ts';
import { createNodeEventStream } from '../http/node-event-stream.ts';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { systemClock, systemDigest } from '../node-ports.ts';
import { keyedAccounts } from '../routes/provider-accounts.ts';
import { providersOf } from '../routes/providers.ts';
import type { AgentSettings } from '../settings.ts';
import { ordersOf } from './payments-since.ts';
import { wireReconcile } from './wire-reconcile.ts';

export interface OpenReconcile {
  /** `day`: `2026-11-21`. Undefined for a date that the calendar doesn't have. */
  report(day: string): Promise<ReconcileReport | undefined>;
  /** Closes the journal and the connections. */
  close(): Promise<void>;
}

/**
 * The reconciliation of the settings without an agent. Reads the journal and changes nothing, so it may also run beside
 * one. Throws what `openStore` throws, for example for a journal that isn't there.
 */
export function openReconcile(options: {
  readonly settings: AgentSettings;
  readonly log: Log;
  readonly clock?: Clock;
}): OpenReconcile {
  const { settings, log } = options;
  const clock = options.clock ?? systemClock();
  const file = journalFile(settings.dataFolder);
  const store = openStore({ file, digest: systemDigest(), clock, log, readOnly: true });
  const http = createNodeHttpExchange({ clock });
  const providers = providersOf(settings.accounts, { http, stream: createNodeEventStream({ clock }), clock });
  const accounts = keyedAccounts(settings.routes, providers, {
    clock,
    ordersOf: (account, routes, from, until) => ordersOf(store, account, routes, from, until),
  });
  const desk = wireReconcile(settings, accounts, { store, clock, log });
  return {
    report: (day) => desk.report(day),
    async close() {
      await desk.close();
      http.close();
      store.close();
    },
  };
}
