/**
 * Which addresses the server answers to. A page of another site can point its own name at 127.0.0.1 (DNS rebinding), but
 * it can't change the Host and Origin headers the browser sends with it.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';

export class ServedHosts {
  private readonly authorities = new Set<string>();

  /** `authorities`: host and port as a browser writes them, for example `localhost:8620`. */
  constructor(authorities: readonly string[] = []) {
    for (const authority of authorities) this.authorities.add(authority.toLowerCase());
  }

  /** A name this server is reached by. `defaultPort`: the one browsers leave away. */
  add(name: string, port: number, defaultPort: 80 | 443): void {
    const host = isIPv6(name) ? `[${name}]` : name.toLowerCase();
    this.authorities.add(`${host}:${port}`);
    if (port === defaultPort) this.authorities.add(host);
  }

  /** The Host header names a known address, or the very address of this machine that the connection came to. */
  servesHost(request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase();
    if (host === undefined) return false;
    if (this.authorities.has(host)) return true;
    const { localAddress, localPort } = request.socket;
    if (localAddress === undefined || localPort === undefined) return false;
    const address = localAddress.replace(/^::ffff:(?=\d+\.)/i, '');
    const authority = isIPv6(address) ? `[${address}]` : address;
    return host === `${authority}:${localPort}` || (host === authority && localPort === defaultPortOf(request));
  }

  /** The Origin header is the page we served under this very Host. Only asked when the host is served. */
  servesOrigin(request: IncomingMessage): boolean {
    const scheme = isSecure(request) ? 'https' : 'http';
    return request.headers.origin?.toLowerCase() === `${scheme}://${request.headers.host?.toLowerCase()}`;
  }
}

/** The connection came over TLS. */
export function isSecure(request: IncomingMessage): boolean {
  return (request.socket as Partial<TLSSocket>).encrypted === true;
}

function defaultPortOf(request: IncomingMessage): number {
  return isSecure(request) ? 443 : 80;
}
