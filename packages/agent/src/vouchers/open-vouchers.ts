/** The voucher rooms, wired: the desk, what tills and ticket shops ask of it, and the clock that frees what is forgotten. */

import { type Clock, type Digest, describeError, type EpochMs, type Log, type Random } from '@tillbridge/kernel';
import type { Language } from '@tillbridge/language';
import type { VoucherEventPorts } from '@tillbridge/mplus';
import type { TillId } from '@tillbridge/payments';
import type { InjectionPort } from '@tillbridge/relay';
import {
  type Catalogue,
  createVoucherDesk,
  type Forwarding,
  type SalePlace,
  type SaleWord,
  type VoucherDesk,
  type VoucherStore,
} from '@tillbridge/vouchers';
import { openInjection } from '../injection/open-injection.ts';
import type { DevicePorts } from '../routes/devices.ts';
import type { SaleBook } from '../sessions/sale-book.ts';
import type { AgentSettings, AgentVoucherSettings } from '../settings.ts';
import { placesText, scannerTill } from '../shop.ts';
import type { VoucherSight } from '../views/wall.ts';
import { misreadTest } from './code-check.ts';
import { OverUse } from './over-use.ts';
import { SaleVoucherBook } from './sale-vouchers.ts';
import { listenToScanner } from './serial-scanner.ts';
import { VoucherInquiry } from './voucher-inquiry.ts';
import { voucherWords } from './voucher-words.ts';

export interface VoucherRoomPorts {
  readonly store: VoucherStore;
  readonly catalogue: Catalogue;
  /** What of an injected voucher goes on to others. */
  readonly forwarding: Forwarding;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  /** The baskets hear what tills are told. */
  readonly sales: SaleBook;
  /** What windows show of a till is another thing now. */
  changed(till?: TillId): void;
  readonly devices: Pick<DevicePorts, 'serial'>;
  /** The health line of the scanner at a serial port. */
  readonly scanner: { alive(): void; failed(code: string): void };
  languageOf(till: TillId | undefined): Language;
  /** Of the agent: `1.2.3`. */
  readonly version: string;
}

export interface VoucherRooms {
  readonly desk: VoucherDesk;
  readonly events: VoucherEventPorts;
  /** What windows show. */
  readonly sight: VoucherSight;
  readonly overUse: OverUse;
  readonly inquiry: VoucherInquiry;
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
  const { timeZone, holdMs, offline, codes, shops } = vouchers;
  const desk = createVoucherDesk(
    {
      store: ports.store,
      clock,
      random,
      log,
      catalogue: ports.catalogue,
      forwarding: ports.forwarding,
      venue: { standing: () => ({ kind: 'alone' }) },
    },
    { timeZone, holdMs, offline, isMisread: misreadTest(codes) },
  );
  const words = voucherWords({
    now: () => clock.now(),
    timeZone,
    languageOf: ports.languageOf,
    placesOf: placesText(settings),
  });
  const sales = new SaleVoucherBook({
    desk,
    sales: ports.sales,
    tillOf: tillOfWord(settings),
    now: () => clock.now(),
    changed: ports.changed,
  });
  const overUse = new OverUse({ desk, changed: () => ports.changed() });
  /** What the scanner at the serial port read last. */
  let scan: { readonly code: string; readonly at: EpochMs } | null = null;
  const at = scannerTill(settings);
  const shopNames = shops.map(({ id, name }) => ({ id, name }));
  const { prefix, suffix } = vouchers.scanner ?? { prefix: '', suffix: 'enter' };
  return {
    desk,
    sight: {
      of: (sale) => sales.of(sale),
      view: (till) => ({
        ...{ shops: shopNames, overUse: overUse.count, scanner: { prefix, suffix } },
        scan: till === at ? scan : null,
      }),
    },
    overUse,
    inquiry: new VoucherInquiry({
      desk,
      catalogue: ports.catalogue,
      isMisread: misreadTest(codes),
      placeOf: placeOfTill(settings),
      placesOf: placesText(settings),
      languageOf: ports.languageOf,
      shopName: (shop) => shops.find(({ id }) => id === shop)?.name,
      timeZone,
      now: () => clock.now(),
    }),
    events: { desk: sales.desk, ...words },
    injection: openInjection(settings, vouchers, { desk, clock, random, digest, log, version: ports.version }),
    watch: (signal) => {
      void freeForgotten(desk, ports, signal);
      const serial = vouchers.scanner?.serial ?? null;
      if (serial === null) return;
      const scanned = (code: string) => {
        scan = { code, at: clock.now() };
        ports.changed(at ?? undefined);
      };
      const { alive, failed } = ports.scanner;
      void listenToScanner(
        { prefix, suffix },
        {
          dialer: ports.devices.serial({ ...SCANNER_LINE, device: { path: serial } }),
          clock,
          log,
          scanned,
          alive,
          failed,
        },
        signal,
      );
    },
  };
}

/** Which till of the settings speaks. */
function tillOfWord({ tills }: AgentSettings): (word: SaleWord) => TillId | undefined {
  const known = new Map(
    tills.map(({ id, subscription, branch, workplace }) => [`${branch}-${workplace} ${subscription}`, id as TillId]),
  );
  return ({ sale, place }) => known.get(`${place.branch}-${place.workplace} ${sale.subscriptionId}`);
}

function placeOfTill({ tills }: AgentSettings): (till: string) => SalePlace | undefined {
  return (till) => {
    const found = tills.find(({ id }) => id === till);
    return found && { till: found.name, branch: found.branch, workplace: found.workplace, employee: null };
  };
}

/** What scanners are set to when nobody changed it; those on USB don't care. */
const SCANNER_LINE = {
  by: 'serial',
  baudRate: 9_600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flowControl: 'none',
} as const;

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
