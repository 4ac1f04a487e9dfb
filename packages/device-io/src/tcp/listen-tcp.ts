import { createServer, type Socket } from 'node:net';
import { type ByteLink, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { socketLink } from './socket-link.ts';
import { tcpAddress } from './tcp-dialer.ts';

export interface TcpListener {
  /** Of use when port 0 was asked for. */
  readonly port: number;
  /** Stops listening and ends every link that came in. */
  close(): Promise<void>;
}

/** Listens, and hands over a link for each connection. For simulated devices. Rejects with TILL-614. */
export function listenTcp(
  { host, port }: { readonly host: string; readonly port: number },
  onLink: (link: ByteLink) => void,
): Promise<TcpListener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onLink(socketLink(socket, tcpAddress(socket.remoteAddress ?? '', socket.remotePort ?? 0)));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const detail = cause.code ?? '';
      reject(new TillbridgeError(DEVICE_IO_ERRORS.notListening, { about: tcpAddress(host, port), detail, cause }));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          for (const socket of sockets) socket.destroy();
        });
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close });
    });
  });
}
