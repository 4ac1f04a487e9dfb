/** The voucher rooms, wired: the desk, what tills and ticket shops ask of it, and the clock that frees what is forgotten. */

import { openApiText } from '@tillbridge/contracts/injection';
import { type Clock, type Digest, describeError, type EpochMs, type Log, type Random } from '@tillbridge/kernel';
import type { Language } from '@tillbridge/language';
import { createVoucherService, type VoucherEventPorts } from '@tillbridge/mplus';
import type { TillId } from '@tillbridge/payments';
import type { InjectionPort } from '@tillbridge/relay';
import {
  type Catalogue,
  createVoucherDesk,
  type Places,
  VenueCalendar,
  type VoucherDesk,
  type VoucherStore,
} from '@tillbridge/vouchers';
import type { AgentSettings, AgentVoucherSettings } from '../settings.ts';
import { misreadTest } from './code-check.ts';
import { injectionPort } from './injection-port.ts';
import { RestApi } from './rest-api.ts';
import { ShopKeys } from './shop-keys.ts';
import { venueMoments } from './venue-moments.ts';
import { voucherWords } from './voucher-words.ts';

export interface VoucherRoomPorts {
  readonly store: VoucherStore;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  languageOf(till: TillId | undefined): Language;
  /** Of the agent: `1.2.3`. */
  readonly version: string;
}

export interface VoucherRooms {
  readonly desk: VoucherDesk;
  readonly events: VoucherEventPorts;
  readonly injection: InjectionPort;
  /** Frees what open sales forgot, until the signal aborts. */
  watch(signal: AbortSignal): void;
}

export function openVouchers(
  settings: AgentSettings,
  vouchers: AgentVoucherSettings,
  ports: VoucherRoomPorts,
): VoucherRooms {
  const { clock, random, digest, log } = ports;
  const { timeZone, holdMs, offline, codes, shops, products } = vouchers;
  const moments = venueMoments(new VenueCalendar(timeZone));
  const names = placeNames(settings);
  const desk = createVoucherDesk(
    {
      store: ports.store,
      clock,
      random,
      log,
      catalogue: ports.catalogue,
      venue: { standing: () => ({ kind: 'alone' }) },
    },
    { timeZone, holdMs, offline: offlinePolicy(offline), isMisread: misreadTest(codes) },
  );
  const keys = new ShopKeys(shops, random.bytes(32), { digest, clock });
  const rest = new RestApi({
    desk,
    keys,
    ruleMakers: new Set(shops.filter(({ rules }) => rules).map(({ id }) => id)),
    products: new Map(products.map((product) => [product.id, product])),
    moments,
    clock,
    digest,
    log,
  });
  const soap = createVoucherService({
    desk,
    admit: (ident, secret) => keys.admit(ident, secret),
    products: () => products,
    placeName: (branch, workplace) => names.get(`${branch}-${workplace}`) ?? null,
    momentOf: moments.momentOf,
    afterDays: moments.afterDays,
    sha256Hex: (text) => digest.sha256Hex(text),
    clock,
    log,
    productsSince: clock.now(),
    version: ports.version,
  });
  const words = voucherWords({
    now: () => clock.now(),
    timeZone,
    languageOf: ports.languageOf,
    placesOf: (places) => placesText(places, settings),
  });
  return {
    desk,
    events: { desk, ...words },
    injection: injectionPort({ rest, soap, openApi: () => openApiText(ports.version), clock, random }),
    watch: (signal) => void freeForgotten(desk, ports, signal),
  };
}

function offlinePolicy(offline: AgentVoucherSettings['offline']) {
  return offline;
}

/** What a till is called, by its numbers. */
function placeNames({ tills }: AgentSettings): ReadonlyMap<string, string> {
  return new Map(tills.map(({ branch, workplace, name }) => [`${branch}-${workplace}`, name]));
}

/** "Restaurant 1, Kiosk": the tills that are meant, or numbers where the settings have none. */
function placesText({ branches, workplaces }: Places, { tills }: AgentSettings): string {
  const meant = tills.filter(
    ({ branch, workplace }) =>
      branches.includes(branch) || workplaces.some((one) => one.branch === branch && one.workplace === workplace),
  );
  if (meant.length > 0) return meant.map(({ name }) => name).join(', ');
  return [...branches.map(String), ...workplaces.map(({ branch, workplace }) => `${branch}-${workplace}`)].join(', ');
}

/** A till that never says how a sale ended is not asked; its vouchers are free when their lease is over. */
const LOOK_AT_LEAST_MS = 60_000;

async function freeForgotten(desk: VoucherDesk, { clock, log }: VoucherRoomPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let next: EpochMs | null = null;
    try {
      next = await desk.releaseLapsed();
    } catch (error) {
      log.error('vouchers of forgotten sales could not be freed', { error: describeError(error) });
    }
    const wait = next === null ? LOOK_AT_LEAST_MS : Math.max(1_000, Math.min(LOOK_AT_LEAST_MS, next - clock.now()));
    await clock.sleep(wait, signal).catch(() => undefined);
  }
}
