/** Addresses and networks, as far as settings need them. */

/** A parsed network. `bits` is what the prefix fixes. */
export interface Network {
  readonly family: 4 | 6;
  readonly bits: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const HEXTET = /^[0-9a-f]{1,4}$/i;

export function addressFamily(text: string): 4 | 6 | undefined {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : undefined;
}

/** `192.168.10.0/24`, `fd00::/8`, or a single address. Undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const parts = text.split('/');
  const family = addressFamily(parts[0] ?? '');
  if (family === undefined || parts.length > 2) return undefined;
  const most = family === 4 ? 32 : 128;
  const prefix = parts[1];
  if (prefix === undefined) return { family, bits: most };
  if (!OCTET.test(prefix) || Number(prefix) > most) return undefined;
  return { family, bits: Number(prefix) };
}

/** Names and addresses that never leave the machine. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Addresses that no router carries out of the shop. False also for what is no address. */
export function isPrivateAddress(text: string): boolean {
  if (isLoopbackHost(text)) return true;
  if (isIPv4(text)) {
    const [first = 0, second = 0] = text.split('.').map(Number);
    if (first === 10 || (first === 192 && second === 168) || (first === 169 && second === 254)) return true;
    return first === 172 && second >= 16 && second <= 31;
  }
  return isIPv6(text) && /^(?:f[cd]|fe[89ab])[0-9a-f]*:/i.test(text);
}

function isIPv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
}

function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => HEXTET.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
