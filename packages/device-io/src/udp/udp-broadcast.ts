import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { type CallContext, type Clock, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { plainBytes } from '../plain-bytes.ts';

/** A datagram that came back, and from where. */
export interface UdpAnswer {
  readonly bytes: Uint8Array;
  /** Without a port. */
  readonly address: string;
}

/** Asks everybody on the network one question. */
export interface UdpBroadcast {
  /**
   * Sends `question` to `port` of everybody, and hands over each answer until `call.timeoutMs` is over. Rejects with
   * TILL-615 when it can't be sent to anybody, or with the signal's reason.
   */
  broadcast(question: Uint8Array, port: number, heard: (answer: UdpAnswer) => void, call: CallContext): Promise<void>;
}

export interface UdpPorts {
  readonly clock: Clock;
  /** IPv4 addresses to ask. Default: everybody on every network this computer is in. */
  readonly addresses?: readonly string[];
}

export function createUdpBroadcast({ clock, addresses }: UdpPorts): UdpBroadcast {
  return {
    broadcast: async (question, port, heard, { signal, timeoutMs }) => {
      signal.throwIfAborted();
      const socket = createSocket('udp4');
      try {
        socket.bind();
        await once(socket, 'listening');
        socket.setBroadcast(true);
        // A host that refuses the datagram reports it here; it is no reason to stop listening to the others.
        socket.on('error', () => undefined);
        socket.on('message', (datagram, { address }) => heard({ bytes: plainBytes(datagram), address }));
        await sendToEach(socket, question, port, addresses ?? everybody());
        await clock.sleep(timeoutMs, signal);
      } catch (error) {
        if (signal.aborted || error instanceof TillbridgeError) throw error;
        throw new TillbridgeError(DEVICE_IO_ERRORS.notSent, { cause: error });
      } finally {
        socket.close();
      }
    },
  };
}

/** Rejects when it could be sent to nobody. */
async function sendToEach(
  socket: Socket,
  question: Uint8Array,
  port: number,
  addresses: readonly string[],
): Promise<void> {
  const sent = await Promise.allSettled(addresses.map((address) => send(socket, question, port, address)));
  const failures = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length < addresses.length) return;
  throw new TillbridgeError(DEVICE_IO_ERRORS.notSent, { about: addresses.join(', '), cause: failures[0] });
}

function send(socket: Socket, question: Uint8Array, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(question, port, address, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** 255.255.255.255 leaves by one network alone; each network's own broadcast address reaches the others. */
function everybody(): string[] {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address, netmask }) => broadcastAddress(address, netmask));
  return [...new Set(['255.255.255.255', ...own])];
}

export function broadcastAddress(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, at) => Number(part) | (~(mask[at] ?? 0) & 0xff))
    .join('.');
}
