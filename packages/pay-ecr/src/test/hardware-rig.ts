/**
 * The contract's other side as a real PAY.POS terminal on a test account, and a person in front of it who does what the
 * console asks for. `PAY_ECR_TERMINAL=10.0.0.8:8888:TH-1234-5678`.
 */
import { createTcpDialer } from '@tillbridge/device-io/tcp';
import type { ByteDialer, ByteLink } from '@tillbridge/kernel';
import type { CardTerminal, PaymentHandle, PaymentId, PaymentOrder, RouteId, TerminalId } from '@tillbridge/payments';
import { MemoryDriverMemory, memoryLog, WallClock } from '@tillbridge/testkit';
import type { DriverRig, RigOptions } from '@tillbridge/testkit/contracts';
import { createPayEcrTerminal } from '../pay-ecr-terminal.ts';

export interface HardwareTerminal {
  readonly host: string;
  readonly port: number;
  readonly code: string;
}

/** Null when no terminal is named. Throws on a name that is none. */
export function hardwareTerminal(env: string | undefined): HardwareTerminal | null {
  if (env === undefined || env === '') return null;
  const [, host = '', port = '', code = ''] = /^([^:]+):(\d+):(TH-\d{4}-\d{4})$/.exec(env) ?? [];
  if (host === '') throw new Error('PAY_ECR_TERMINAL is not host:port:TH-####-####');
  return { host, port: Number(port), code };
}

interface Seen {
  starts: number;
  direction: 'pay' | 'refund';
  paidCents: number | null;
}

export async function hardwareRig(at: HardwareTerminal, { refunds }: RigOptions): Promise<DriverRig<CardTerminal>> {
  const clock = new WallClock();
  const seen = new Map<string, Seen>();
  const links = new Set<ByteLink>();
  let unplugged = false;
  const tcp = createTcpDialer({ host: at.host, port: at.port }, { clock });
  const dialer: ByteDialer = {
    address: tcp.address,
    dial: async (call) => {
      if (unplugged) throw new Error('unplugged');
      const link = await tcp.dial(call);
      links.add(link);
      return link;
    },
  };
  const observer = {
    note: () => undefined,
    message: (_: unknown, text: string) => remember(seen, JSON.parse(text)),
  };
  const driver = createPayEcrTerminal(
    {
      route: 'hardware' as RouteId,
      terminal: at.code as TerminalId,
      terminalCode: at.code,
      host: at.host,
      port: at.port,
      refunds,
      leaseMs: 90_000,
      queuedPolicy: 'wait',
      basket: true,
    },
    { dialer, clock, memory: new MemoryDriverMemory(), log: memoryLog(), observer },
  );
  // The suite's references are always the same, and a real terminal remembers them.
  const run = Date.now().toString(32).toUpperCase().slice(-8).padStart(8, '0');
  const unique = (reference: string) => `${reference.slice(0, 10)}${run}${reference.slice(-8)}` as PaymentId;
  const named = <T extends PaymentOrder | PaymentHandle>(one: T): T => ({ ...one, reference: unique(one.reference) });
  const ask = (what: string) => console.log(`\n  >>> ${at.code}: ${what}\n`);
  return {
    driver: Object.assign(Object.create(driver) as CardTerminal, {
      begin: (order, call) => driver.begin(named(order), call),
      enquire: (handle, call) => driver.enquire(named(handle), call),
      abort: (handle, call) => driver.abort(named(handle), call),
      follow: (handle, observe, call) => driver.follow(named(handle), observe, call),
    } satisfies Partial<CardTerminal>),
    clock,
    settle: (work) => work,
    pass: (ms) => clock.sleep(ms),
    other: {
      approve: async () => ask('hold an accepted test card to it'),
      decline: async () => ask('hold a test card to it that is declined'),
      cancel: async () => ask('press cancel'),
      passNoReturn: undefined,
      can: () => false,
      fault: async () => undefined,
      unplug: async () => {
        unplugged = true;
        for (const link of links) void link.close();
      },
      nobodyThere: 'terminal-offline',
      provesAbsence: true,
      checksCredentials: false,
      creates: async (reference) => seen.get(unique(reference))?.starts ?? 0,
      charges: async (reference) => {
        const one = seen.get(unique(reference));
        return one === undefined || one.paidCents === null
          ? []
          : [{ direction: one.direction, amountCents: one.paidCents }];
      },
    },
    close: async () => {
      for (const link of links) await link.close();
    },
  };
}

interface Traced {
  readonly type?: string;
  readonly transaction?: { readonly reference?: string; readonly type?: string };
  readonly reference?: string;
  readonly status?: string;
  readonly amount?: number;
}

function remember(seen: Map<string, Seen>, message: Traced): void {
  const reference = message.transaction?.reference ?? message.reference;
  if (reference === undefined || reference === null) return;
  const one = seen.get(reference) ?? { starts: 0, direction: 'pay', paidCents: null };
  seen.set(reference, one);
  if (message.type === 'TRANSACTION_START') {
    one.starts += 1;
    one.direction = message.transaction?.type === 'REFUND' ? 'refund' : 'pay';
  }
  if (message.type === 'HISTORY_GET_RESPONSE' && message.status === 'SUCCESS') {
    one.paidCents = Math.abs(message.amount ?? 0);
  }
}
