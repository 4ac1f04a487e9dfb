/**
 * Which addresses the server answers to. A page of another site can point its own name at 127.0.0.1 (DNS rebinding), but
 * it can't change the Host and Origin headers the browser sends with it.
 */
import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';

export class ServedHosts {
  private readonly listened: Set<string>;
  private readonly proxied: ReadonlySet<string>;

  /**
   * `authorities`: host and port as a browser writes them, for example `localhost:8620`. `proxied`: those by which a proxy,
   * a tunnel or a forwarded port leads to us over TLS.
   */
  constructor(authorities: readonly string[] = [], proxied: readonly string[] = []) {
    this.listened = new Set(authorities.map((authority) => authority.toLowerCase()));
    this.proxied = new Set(proxied.map((name) => name.toLowerCase()));
  }

  /** A name this server is reached by. `defaultPort`: the one browsers leave away. */
  add(name: string, port: number, defaultPort: 80 | 443): void {
    const host = isIPv6(name) ? `[${name}]` : name.toLowerCase();
    this.listened.add(`${host}:${port}`);
    if (port === defaultPort) this.listened.add(host);
  }

  /** The Host header names a known address, or the very address of this machine that the connection came to. */
  servesHost(request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase();
    if (host === undefined) return false;
    if (this.listened.has(host) || this.proxied.has(host)) return true;
    const { localAddress, localPort } = request.socket;
    if (localAddress === undefined || localPort === undefined) return false;
    const address = plainAddress(localAddress);
    const authority = isIPv6(address) ? `[${address}]` : address;
    return host === `${authority}:${localPort}` || (host === authority && localPort === defaultPortOf(request));
  }

  /** The Origin header is the page we served under this very Host. Only asked when the host is served. */
  servesOrigin(request: IncomingMessage): boolean {
    return request.headers.origin?.toLowerCase() === this.originOf(request);
  }

  /** `https://till.example:8621`: as the caller reached us. Only asked when the host is served. */
  originOf(request: IncomingMessage): string {
    // What a proxy on this machine hands on came to it over TLS.
    const scheme = isSecure(request) || this.isHandedOn(request) ? 'https' : 'http';
    return `${scheme}://${request.headers.host?.toLowerCase()}`;
  }

  /**
   * The caller's address, behind a proxy on this machine the one that the proxy saw. Only a name that is set up as the
   * proxy's own makes us believe that: a web page could send the header, but not under that name.
   */
  callerOf(request: IncomingMessage): string {
    const direct = plainAddress(request.socket.remoteAddress ?? '');
    if (!this.isHandedOn(request)) return direct;
    const seen = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
    return isIP(seen) === 0 ? direct : plainAddress(seen);
  }

  private isHandedOn(request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase() ?? '';
    return this.proxied.has(host) && isLoopback(plainAddress(request.socket.remoteAddress ?? ''));
  }
}

/** The connection came over TLS. */
export function isSecure(request: IncomingMessage): boolean {
  return (request.socket as Partial<TLSSocket>).encrypted === true;
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

function defaultPortOf(request: IncomingMessage): number {
  return isSecure(request) ? 443 : 80;
}
