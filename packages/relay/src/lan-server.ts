/** The way in from other machines: TLS, and only from networks on the list. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import { TillbridgeError } from '@tillbridge/kernel';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import { isLiveUpgrade } from './live/live-route.ts';

export interface LanOptions {
  /** The address of one network card, or `0.0.0.0` or `::` for all. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Networks whose machines may connect, for example `192.168.10.0/24`. Everybody else is cut off unheard. */
  readonly allow: readonly string[];
}

/** A server that doesn't listen yet. Throws TILL-422 and TILL-423 when it must not listen like this. */
export function createLanServer(
  options: LanOptions,
  limits: RelayLimits,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const allowed = allowList(options.allow);
  checkPair(options);
  const server = createServer(
    {
      cert: options.certificatePem,
      key: options.keyPem,
      minVersion: 'TLSv1.2',
      handshakeTimeout: limits.headersTimeoutMs,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      shouldUpgradeCallback: isLiveUpgrade,
    },
    handle,
  );
  server.maxConnections = limits.socketsLan;
  server.maxHeadersCount = limits.headerCount;
  server.setTimeout(limits.idleSocketMs);
  server.prependListener('connection', (socket: Socket) => {
    if (!isAllowed(allowed, socket.remoteAddress)) socket.destroy();
  });
  return server;
}

/** The names and addresses a certificate was made for. Wildcards are left out: they name no machine. */
export function certificateNames(certificatePem: string): readonly string[] {
  const names = new X509Certificate(certificatePem).subjectAltName ?? '';
  return [...names.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].flatMap(([, name]) =>
    name === undefined || name.includes('*') ? [] : [name.toLowerCase()],
  );
}

/** Node takes an empty key for no key, and would then answer every handshake with a refusal. */
function checkPair({ certificatePem, keyPem }: LanOptions): void {
  const refuse = (cause?: unknown) => new TillbridgeError(RELAY_ERRORS.lanNeedsTls, { about: 'listen.lan', cause });
  let belong: boolean;
  try {
    belong = new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem));
  } catch (cause) {
    throw refuse(cause);
  }
  if (!belong) throw refuse();
}

function allowList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address);
    const bits = family === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : Number(prefix);
    if (family === 0 || !Number.isInteger(length) || length < 1 || length > bits) {
      throw new TillbridgeError(RELAY_ERRORS.lanNeedsAllowList, { about: 'listen.lan.allow', detail: network });
    }
    list.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
  }
  if (networks.length === 0) throw new TillbridgeError(RELAY_ERRORS.lanNeedsAllowList, { about: 'listen.lan.allow' });
  return list;
}

function isAllowed(list: BlockList, address: string | undefined): boolean {
  const family = isIP(address ?? '');
  return address !== undefined && family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
