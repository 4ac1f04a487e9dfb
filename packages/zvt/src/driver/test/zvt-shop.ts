/** A till's driver and a simulated terminal, joined by memory, TCP or a pair of serial ports, on a clock that tests move. */
import { createSerialDialer } from '@tillbridge/device-io/serial';
import { createTcpDialer, listenTcp } from '@tillbridge/device-io/tcp';
import type { ByteDialer, ByteLink } from '@tillbridge/kernel';
import type { CardTerminal, RouteId, TerminalId } from '@tillbridge/payments';
import { faultyBytes, type ZvtOptions, ZvtTerminal } from '@tillbridge/simulators/zvt';
import {
  type Clockwork,
  clockwork,
  FakeClock,
  lendPtyPair,
  MemoryDriverMemory,
  memoryDialer,
  memoryLog,
  seededRandom,
  WireMeter,
} from '@tillbridge/testkit';
import {
  type ApduLink,
  type ApduTransport,
  bareLink,
  serialLink,
  serialTransport,
  tcpTransport,
} from '../../link/index.ts';
import type { ZvtTerminalSettings } from '../settings.ts';
import { createZvtTerminal } from '../zvt-terminal.ts';

export const SHOP_SETTINGS: ZvtTerminalSettings = {
  route: 'pin-1' as RouteId,
  terminal: 'zvt-1' as TerminalId,
  password: '123456',
  configByte: 0xbe,
  currency: '0978',
  charset: null,
  refunds: true,
  leaseMs: 90_000,
  connection: 'per-command',
  answerMs: 5_000,
  silenceMs: 180_000,
  acceptTip: false,
};

/** Bare APDUs as on TCP, or the frames of a serial line. */
export type Framing = 'bare' | 'serial';

/** What lies between the two, and what has to be put away afterwards. */
export interface Laid {
  readonly dialer: ByteDialer;
  readonly framing: Framing;
  /** No bytes are on their way. */
  quiet(): boolean;
  /** Nobody answers any more; resolves when both ends had to notice. */
  unplug(): Promise<void>;
  close(): Promise<void>;
}

/** Lays a wire to a terminal; each connection goes to `attach`. */
export type LayWire = (clock: FakeClock, attach: (link: ByteLink, framing: Framing) => void) => Promise<Laid>;

function layInMemory(framing: Framing): LayWire {
  return async (_, attach) => {
    const dialer = memoryDialer((link) => attach(link, framing));
    return {
      dialer,
      framing,
      quiet: () => true,
      unplug: async () => {
        dialer.refuse();
        for (const pair of dialer.pairs) pair.unplug();
      },
      close: async () => undefined,
    };
  };
}

export const layMemory: LayWire = layInMemory('bare');
export const layMemorySerial: LayWire = layInMemory('serial');

export const layTcp: LayWire = async (clock, attach) => {
  const meter = new WireMeter(true);
  let pulling = false;
  const server = await listenTcp({ host: '127.0.0.1', port: 0 }, (link) => attach(meter.device(link), 'bare'));
  return {
    dialer: meter.dialer(createTcpDialer({ host: '127.0.0.1', port: server.port }, { clock })),
    framing: 'bare',
    quiet: () => !pulling && meter.quiet(),
    unplug: async () => {
      pulling = true;
      await server.close();
      while (!meter.silent()) await clock.settle();
      pulling = false;
    },
    close: () => server.close(),
  };
};

/** Two serial ports of the system that are joined; the terminal keeps its end open. */
export const layPty: LayWire = async (clock, attach) => {
  const pair = await lendPtyPair();
  const meter = new WireMeter(false);
  const log = memoryLog();
  let pulling = false;
  const far = createSerialDialer({ path: pair.paths[1] }, { clock, log });
  const link = meter.device(await far.dial({ timeoutMs: 10_000, signal: new AbortController().signal }));
  attach(link, 'serial');
  return {
    dialer: meter.dialer(createSerialDialer({ path: pair.paths[0] }, { clock, log })),
    framing: 'serial',
    quiet: () => !pulling && meter.quiet(),
    unplug: async () => {
      pulling = true;
      await pair.unplug();
      while (!meter.silent()) await clock.settle();
      pulling = false;
    },
    close: async () => {
      await link.close();
      await pair.unplug();
    },
  };
};

export interface ZvtShop extends Clockwork {
  readonly clock: FakeClock;
  readonly terminal: ZvtTerminal;
  readonly memory: MemoryDriverMemory;
  readonly laid: Laid;
  /** The driver; a new one after `restart`. */
  readonly driver: CardTerminal;
  /** The till's process dies and starts again: nothing stays but what was written. */
  restart(): CardTerminal;
  /** A driver of somebody else, without our notes. */
  stranger(): CardTerminal;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly lay?: LayWire;
  readonly terminal?: Partial<ZvtOptions>;
  readonly settings?: Partial<ZvtTerminalSettings>;
}

export async function openZvtShop({
  lay = layMemory,
  terminal: options,
  settings,
}: ShopOptions = {}): Promise<ZvtShop> {
  const clock = new FakeClock();
  const terminal = new ZvtTerminal({
    clock,
    random: seededRandom(1),
    options: { password: SHOP_SETTINGS.password, ...options },
  });
  const laid = await lay(clock, (link, framing) => {
    const serial = () => serialLink(faultyBytes(link, terminal.faults, seededRandom(2)), { clock });
    terminal.attach(framing === 'serial' ? serial() : bareLink(link, { clock }));
  });
  const memory = new MemoryDriverMemory();
  const log = memoryLog();
  /** Links of a process that is gone end with it. */
  const links = new Set<ApduLink>();
  function transport(): ApduTransport {
    const base =
      laid.framing === 'serial' ? serialTransport(laid.dialer, { clock }) : tcpTransport(laid.dialer, { clock });
    return {
      address: base.address,
      connect: async (call) => {
        const link = await base.connect(call);
        links.add(link);
        return link;
      },
    };
  }
  function start(notes: MemoryDriverMemory): CardTerminal {
    return createZvtTerminal({ ...SHOP_SETTINGS, ...settings }, { transport: transport(), clock, memory: notes, log });
  }

  let driver = start(memory);
  return {
    clock,
    terminal,
    memory,
    laid,
    get driver() {
      return driver;
    },
    restart() {
      for (const link of links) void link.close();
      links.clear();
      driver = start(memory);
      return driver;
    },
    stranger: () => start(new MemoryDriverMemory()),
    ...clockwork(clock, { quiet: () => laid.quiet() }),
    async close() {
      terminal.close();
      for (const link of links) await link.close();
      await laid.close();
    },
  };
}
