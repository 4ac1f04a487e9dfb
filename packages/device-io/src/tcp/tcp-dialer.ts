import { connect, type Socket } from 'node:net';
import { type ByteDialer, type Clock, type ErrorEntry, TillbridgeError } from '@tillbridge/kernel';
import { openInTime } from '../dialling.ts';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { socketLink } from './socket-link.ts';

export interface TcpAddress {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** Silence after which the system asks whether the other side is still there. At most, and by default, ten seconds. */
  readonly keepAliveMs?: number;
}

/** Terminals on WLAN drop off without a word, and a kept connection must notice before the next guest pays. */
const LONGEST_KEEP_ALIVE_MS = 10_000;

/** Dials `host:port` for each link. Small messages leave at once, dead connections are found by keepalive. */
export function createTcpDialer(where: TcpAddress, { clock }: { readonly clock: Clock }): ByteDialer {
  const { host, port } = where;
  const keepAliveMs = Math.min(where.keepAliveMs ?? LONGEST_KEEP_ALIVE_MS, LONGEST_KEEP_ALIVE_MS);
  const address = tcpAddress(host, port);
  return {
    address,
    dial: async (call) => {
      call.signal.throwIfAborted();
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
      try {
        await openInTime(clock, call, address, connected(socket));
      } catch (error) {
        socket.destroy();
        throw error instanceof TillbridgeError || call.signal.aborted ? error : dialError(error, address);
      }
      return socketLink(socket, address);
    },
  };
}

export function tcpAddress(host: string, port: number): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    // Stays: a socket that is given up may still fail, and nobody is to be bothered with it.
    socket.on('error', reject);
  });
}

const ENTRY_OF: Readonly<Record<string, ErrorEntry>> = {
  ECONNREFUSED: DEVICE_IO_ERRORS.refused,
  ECONNRESET: DEVICE_IO_ERRORS.refused,
  ETIMEDOUT: DEVICE_IO_ERRORS.noAnswer,
  ENOTFOUND: DEVICE_IO_ERRORS.noSuchHost,
  EAI_AGAIN: DEVICE_IO_ERRORS.noSuchHost,
  EHOSTUNREACH: DEVICE_IO_ERRORS.unreachable,
  ENETUNREACH: DEVICE_IO_ERRORS.unreachable,
  EHOSTDOWN: DEVICE_IO_ERRORS.unreachable,
  ENETDOWN: DEVICE_IO_ERRORS.unreachable,
};

function dialError(error: unknown, address: string): TillbridgeError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const entry = ENTRY_OF[code] ?? DEVICE_IO_ERRORS.unreachable;
  return new TillbridgeError(entry, { about: address, detail: code, cause: error });
}
