/** Terminals that we talk to ourselves: from a route of the settings to a driver on its wire. */
import { assertNever, type Clock, type Log } from '@tillbridge/kernel';
import { createPayEcrTerminal } from '@tillbridge/pay-ecr';
import type { CardTerminal, DriverMemory, RouteId } from '@tillbridge/payments';
import { createZvtTerminal } from '@tillbridge/zvt';
import {
  type ApduTransport,
  type LinkObserver,
  serialTransport,
  tcpTransport,
  tracedTransport,
  wireTimePerByteMs,
} from '@tillbridge/zvt/link';
import type { AgentSettings } from '../settings.ts';
import type { WireRoute } from '../shop.ts';
import type { WireTrace } from '../trace/wire-trace.ts';
import type { DevicePorts } from './devices.ts';
import { terminalOf } from './shared-device.ts';

export interface WireDriverPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: DriverMemory;
  readonly devices: DevicePorts;
  /** What keeps a record of this route's wire. */
  readonly trace: (route: RouteId) => WireTrace;
}

type ZvtRoute = Extract<WireRoute, { readonly kind: 'zvt-terminal' }>;
type PayEcrRoute = Extract<WireRoute, { readonly kind: 'pay-ecr-terminal' }>;

/** ISO 4217. */
const CURRENCY_NUMBERS = { EUR: '0978' } as const;

export function wireDriver(
  route: WireRoute,
  accounts: AgentSettings['accounts'],
  ports: WireDriverPorts,
): CardTerminal {
  switch (route.kind) {
    case 'zvt-terminal':
      return zvtDriver(route, ports);
    case 'pay-ecr-terminal':
      return payEcrDriver(route, accounts, ports);
    default:
      return assertNever(route);
  }
}

function zvtDriver(settings: ZvtRoute, { clock, log, memory, devices, trace }: WireDriverPorts): CardTerminal {
  const route = settings.id as RouteId;
  const { connection } = settings;
  const observer = trace(route);
  return createZvtTerminal(
    {
      route,
      terminal: terminalOf(settings),
      password: settings.password,
      configByte: settings.configByte,
      currency: CURRENCY_NUMBERS[settings.currency],
      charset: settings.charset,
      refunds: settings.refunds,
      leaseMs: settings.leaseMs,
      connection: connection.by === 'tcp' ? connection.connection : 'kept',
      answerMs: settings.answerMs,
      silenceMs: settings.silenceMs,
      acceptTip: settings.acceptTip,
    },
    { transport: tracedTransport(transportOf(connection, devices, clock, observer), observer), clock, memory, log },
  );
}

function transportOf(
  connection: ZvtRoute['connection'],
  devices: DevicePorts,
  clock: Clock,
  observer: LinkObserver,
): ApduTransport {
  if (connection.by === 'tcp') return tcpTransport(devices.tcp(connection), { clock, observer });
  const { baudRate, dataBits, parity, stopBits } = connection;
  const bits = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
  const timings = { byteMs: wireTimePerByteMs(baudRate, bits) };
  return serialTransport(devices.serial(connection), { clock, timings, observer });
}

function payEcrDriver(
  settings: PayEcrRoute,
  accounts: AgentSettings['accounts'],
  { clock, log, memory, devices, trace }: WireDriverPorts,
): CardTerminal {
  const route = settings.id as RouteId;
  const account = accounts.find((one) => one.id === settings.account);
  const { host, port } = settings;
  return createPayEcrTerminal(
    {
      route,
      terminal: terminalOf(settings),
      terminalCode: settings.terminal,
      host,
      port,
      refunds: settings.refunds,
      leaseMs: settings.leaseMs,
      queuedPolicy: settings.queued,
      basket: settings.basket,
      ...(account?.kind !== 'pay' ? {} : { service: { serviceId: account.serviceId, secret: account.serviceSecret } }),
    },
    { dialer: devices.tcp({ host, port }), clock, memory, log, observer: trace(route) },
  );
}
