export { listenTcp, type TcpListener } from './listen-tcp.ts';
export { createTcpDialer, type TcpAddress } from './tcp-dialer.ts';
