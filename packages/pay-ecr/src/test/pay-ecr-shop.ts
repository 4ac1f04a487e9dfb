/** A till's driver and a simulated PAY.POS terminal, joined by memory or TCP, on a clock that tests move. */
import { createTcpDialer, listenTcp } from '@tillbridge/device-io/tcp';
import { type ByteDialer, type ByteLink, cents } from '@tillbridge/kernel';
import type { CardTerminal, PaymentId, PaymentOrder, RouteId, TerminalId, TillId } from '@tillbridge/payments';
import { PayEcrTerminal, type PayEcrTerminalOptions } from '@tillbridge/simulators/payecr';
import {
  type Clockwork,
  clockwork,
  FakeClock,
  MemoryDriverMemory,
  type MemoryLog,
  memoryDialer,
  memoryLog,
  WireMeter,
} from '@tillbridge/testkit';
import { createPayEcrTerminal } from '../pay-ecr-terminal.ts';
import type { PayEcrSettings } from '../settings.ts';

export const SHOP_SETTINGS: PayEcrSettings = {
  route: 'pin-1' as RouteId,
  terminal: 'TH-1234-5678' as TerminalId,
  terminalCode: 'TH-1234-5678',
  host: '127.0.0.1',
  refunds: true,
  leaseMs: 90_000,
  queuedPolicy: 'wait',
  basket: true,
};

/** An order as the payments room hands it to a driver. */
export function orderAt(clock: FakeClock, parts: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    reference: '01JCARDTERM1NALC0NTRACT001' as PaymentId,
    direction: 'pay',
    amountCents: cents(1470),
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [],
    expiresAt: clock.now() + 90_000,
    ...parts,
  };
}

/** What lies between the two. */
export interface Laid {
  readonly dialer: ByteDialer;
  /** No bytes are on their way. */
  quiet(): boolean;
  /** Nobody answers any more. */
  unplug(): void;
  /** In memory: from here on what is sent on open connections vanishes, and nobody hears of an end. */
  goSilent(): void;
  close(): Promise<void>;
}

export type LayWire = (clock: FakeClock, accept: (link: ByteLink) => void) => Promise<Laid>;

export const layMemory: LayWire = async (_, accept) => {
  const dialer = memoryDialer(accept);
  return {
    dialer,
    quiet: () => true,
    unplug: () => {
      dialer.refuse();
      for (const pair of dialer.pairs) pair.unplug();
    },
    goSilent: () => {
      for (const pair of dialer.pairs) pair.goSilent();
    },
    close: async () => undefined,
  };
};

export const layTcp: LayWire = async (clock, accept) => {
  const meter = new WireMeter(true);
  let pulling = false;
  const server = await listenTcp({ host: '127.0.0.1', port: 0 }, (link) => accept(meter.device(link)));
  return {
    dialer: meter.dialer(createTcpDialer({ host: '127.0.0.1', port: server.port }, { clock })),
    quiet: () => !pulling && meter.quiet(),
    unplug: () => {
      pulling = true;
      void server.close().then(async () => {
        while (!meter.silent()) await clock.settle();
        pulling = false;
      });
    },
    goSilent: () => {
      throw new RangeError('a socket of this machine is never half-open');
    },
    close: () => server.close(),
  };
};

export interface PayEcrShop extends Clockwork {
  readonly clock: FakeClock;
  readonly terminal: PayEcrTerminal;
  readonly memory: MemoryDriverMemory;
  readonly log: MemoryLog;
  readonly laid: Laid;
  /** All messages of both directions, as the trace has them. */
  readonly trace: string[];
  /** The driver; a new one after `restart`. */
  readonly driver: CardTerminal;
  /** The till's process dies and starts again: nothing stays but what was written. */
  restart(): CardTerminal;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly lay?: LayWire;
  readonly terminal?: Partial<PayEcrTerminalOptions>;
  readonly settings?: Partial<PayEcrSettings>;
}

export async function openShop({
  lay = layMemory,
  terminal: options,
  settings,
}: ShopOptions = {}): Promise<PayEcrShop> {
  const clock = new FakeClock();
  const terminal = new PayEcrTerminal({ clock, ...options });
  const laid = await lay(clock, (link) => terminal.accept(link));
  const memory = new MemoryDriverMemory();
  const log = memoryLog();
  const trace: string[] = [];
  /** Links of a process that is gone end with it, and its clock stands still. */
  let links = new Set<ByteLink>();

  function start(): CardTerminal {
    const own = new Set<ByteLink>();
    links = own;
    const dialer: ByteDialer = {
      address: laid.dialer.address,
      dial: async (call) => {
        const link = await laid.dialer.dial(call);
        own.add(link);
        if (links !== own) void link.close();
        return link;
      },
    };
    const observer = {
      message: (direction: string, text: string) => void trace.push(`${direction} ${text}`),
      note: (text: string) => void trace.push(`note ${text}`),
    };
    return createPayEcrTerminal({ ...SHOP_SETTINGS, ...settings }, { dialer, clock, memory, log, observer });
  }

  let driver = start();
  return {
    clock,
    terminal,
    memory,
    log,
    laid,
    trace,
    get driver() {
      return driver;
    },
    restart() {
      for (const link of links) void link.close();
      driver = start();
      return driver;
    },
    ...clockwork(clock, { quiet: () => laid.quiet() }),
    async close() {
      terminal.close();
      for (const link of links) await link.close();
      await laid.close();
    },
  };
}

/** Lends a shop, and takes it back. */
export async function withShop(use: (shop: PayEcrShop) => Promise<void>, options: ShopOptions = {}): Promise<void> {
  const shop = await openShop(options);
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}
