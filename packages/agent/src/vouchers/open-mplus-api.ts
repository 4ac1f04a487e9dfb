/**
 * Everything the agent does with MplusKASSA's SOAP API, wired: vouchers go on to it, the catalogue comes from it, and the
 * tills' webhook subscriptions are looked at. Without `vouchers.mplus` in the settings: nothing, and the settings' articles.
 */
import type { OutboxHandler } from '@tillbridge/journal';
import type { Catalogue, Forwarding } from '@tillbridge/vouchers';
import type { AgentVoucherSettings } from '../settings.ts';
import { ApiRounds, type MplusApiPorts, type MplusApiReport, type MplusApiSettings } from './api-rounds.ts';
import { forwardingHandler } from './forwarding.ts';
import { FORWARD_KIND, forwardingOf } from './forwarding-item.ts';
import { settingsCatalogue } from './settings-catalogue.ts';

export interface MplusApiRooms {
  /** The till's own over what the settings say. */
  readonly catalogue: Catalogue;
  /** For the voucher desk. */
  readonly forwarding: Forwarding;
  /** For the outbox, by kind. Each has a lane of its own. */
  readonly handlers: ReadonlyMap<string, OutboxHandler>;
  /** Reads the catalogue and looks at the tills, now and every so often. Calling it again does nothing. */
  start(): void;
  close(): Promise<void>;
  /** Null without the API in the settings. */
  report(): MplusApiReport | null;
  /** Does a round now, or joins the one under way. */
  look(): Promise<MplusApiReport | null>;
}

export function openMplusApi(
  settings: MplusApiSettings,
  vouchers: AgentVoucherSettings,
  ports: MplusApiPorts,
): MplusApiRooms {
  const own = settingsCatalogue(vouchers.articles);
  if (vouchers.mplus === null) return withoutApi(own);
  const rounds = new ApiRounds(settings, vouchers, vouchers.mplus, ports);
  const { store, clock, log, notice } = ports;
  return {
    catalogue: rounds.sync.over(own),
    forwarding: forwardingOf(vouchers.products, vouchers.mplus.forward),
    handlers: new Map([
      [
        FORWARD_KIND,
        forwardingHandler(vouchers.mplus, {
          vouchers: store.vouchers,
          line: rounds.line,
          clock,
          log,
          parked: ({ code }, order) => notice('voucher-not-forwarded', code, order),
        }),
      ],
    ]),
    start: () => rounds.start(),
    close: () => rounds.close(),
    report: () => rounds.report(),
    look: async () => {
      await rounds.round();
      return rounds.report();
    },
  };
}

function withoutApi(catalogue: Catalogue): MplusApiRooms {
  return {
    catalogue,
    forwarding: () => null,
    handlers: new Map(),
    start: () => undefined,
    close: () => Promise.resolve(),
    report: () => null,
    look: () => Promise.resolve(null),
  };
}
