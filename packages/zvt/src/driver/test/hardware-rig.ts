/**
 * The contract's other side as a real terminal with test cards, and a person in front of it who does what the console
 * asks for: `ZVT_TERMINAL=tcp://10.0.0.8:20007` or `ZVT_TERMINAL=serial:/dev/ttyUSB0`, and `ZVT_PASSWORD`.
 */
import { createSerialDialer } from '@tillbridge/device-io/serial';
import { createTcpDialer } from '@tillbridge/device-io/tcp';
import type { CardTerminal } from '@tillbridge/payments';
import { MemoryDriverMemory, memoryLog, WallClock } from '@tillbridge/testkit';
import type { DriverRig, RigOptions } from '@tillbridge/testkit/contracts';
import { CONTROL, decodeMessage, readPayment, readStatusInformation } from '../../codec/index.ts';
import { type ApduLink, type ApduTransport, serialTransport, tcpTransport, tracedTransport } from '../../link/index.ts';
import { createZvtTerminal } from '../zvt-terminal.ts';
import { SHOP_SETTINGS } from './zvt-shop.ts';

export interface HardwareTerminal {
  readonly at:
    | { readonly by: 'tcp'; readonly host: string; readonly port: number }
    | { readonly by: 'serial'; readonly path: string };
  readonly password: string;
}

/** Null when no terminal is named. Throws on a name that is none. */
export function hardwareTerminal(env: Readonly<Record<string, string | undefined>>): HardwareTerminal | null {
  const name = env.ZVT_TERMINAL ?? '';
  if (name === '') return null;
  const password = env.ZVT_PASSWORD ?? '';
  if (!/^\d{6}$/.test(password)) throw new Error('ZVT_PASSWORD is not six digits');
  if (name.startsWith('serial:')) return { at: { by: 'serial', path: name.slice('serial:'.length) }, password };
  const url = new URL(name);
  if (url.protocol !== 'tcp:' || url.port === '') throw new Error('ZVT_TERMINAL is not tcp://host:port or serial:path');
  return { at: { by: 'tcp', host: url.hostname, port: Number(url.port) }, password };
}

interface Sent {
  readonly reference: string;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  paid: boolean;
}

const STARTS = new Set<number>([CONTROL.authorisation, CONTROL.refund, CONTROL.reversal]);
const WRONG_PASSWORD = '999999';

export async function hardwareRig(
  { at, password }: HardwareTerminal,
  { credentials, refunds }: RigOptions,
): Promise<DriverRig<CardTerminal>> {
  const clock = new WallClock();
  const log = memoryLog();
  const base =
    at.by === 'tcp'
      ? tcpTransport(createTcpDialer(at, { clock }), { clock })
      : serialTransport(createSerialDialer(at, { clock, log }), { clock });
  const sent: Sent[] = [];
  const links = new Set<ApduLink>();
  let current = '';
  let unplugged = false;
  const traced = tracedTransport(base, {
    note: () => undefined,
    apdu(_, apdu) {
      const message = decodeMessage(apdu);
      if (STARTS.has(message.control)) {
        const amountCents = readPayment(message).amountCents ?? 0;
        const direction = message.control === CONTROL.authorisation ? 'pay' : 'refund';
        sent.push({ reference: current, direction, amountCents, paid: false });
      } else if (message.control === CONTROL.statusInformation) {
        const last = sent.at(-1);
        if (last !== undefined && readStatusInformation(message).resultCode === 0) last.paid = true;
      }
    },
  });
  const transport: ApduTransport = {
    address: traced.address,
    connect: async (call) => {
      if (unplugged) throw new Error('unplugged');
      const link = await traced.connect(call);
      links.add(link);
      return link;
    },
  };
  const driver = createZvtTerminal(
    {
      ...SHOP_SETTINGS,
      refunds,
      password: credentials === 'right' ? password : WRONG_PASSWORD,
      connection: at.by === 'tcp' ? 'per-command' : 'kept',
    },
    { transport, clock, memory: new MemoryDriverMemory(), log },
  );
  const ask = (what: string) => console.log(`\n  >>> ${transport.address}: ${what}\n`);
  const begin: CardTerminal['begin'] = (order, call) => {
    current = order.reference;
    return driver.begin(order, call);
  };
  return {
    driver: Object.assign(Object.create(driver) as CardTerminal, { begin }),
    clock,
    settle: (work) => work,
    pass: (ms) => clock.sleep(ms),
    other: {
      approve: async () => ask('hold an accepted test card to it, enter its PIN if asked'),
      decline: async () => ask('hold a test card to it that is declined'),
      cancel: async () => ask('press stop'),
      passNoReturn: undefined,
      can: () => false,
      fault: async () => undefined,
      unplug: async () => {
        unplugged = true;
        for (const link of links) void link.close();
      },
      nobodyThere: 'terminal-offline',
      provesAbsence: true,
      checksCredentials: true,
      creates: async (reference) => sent.filter((one) => one.reference === reference).length,
      charges: async (reference) =>
        sent
          .filter((one) => one.reference === reference && one.paid)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: async () => {
      for (const link of links) await link.close();
    },
  };
}
