/** Looking for terminals on the network: a connection is opened and closed again, and not a byte is sent. */
import type { NetworkInterfaceInfo } from 'node:os';

/** ZVT's own port, and the one that unattended terminals use (PA00P016 rev 04, 2.2; Feig cVEND). */
export const ZVT_PORTS = [20_007, 22_000] as const;
const AT_ONCE = 64;
const LAST_HOST = 254;

export interface Door {
  readonly host: string;
  readonly port: number;
}

/** Every address beside those of this machine in its private IPv4 networks, 254 to a network however large it is. */
export function neighbours(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): readonly string[] {
  const own = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivate(address))
    .map(({ address }) => address);
  const networks = new Set(own.map((address) => address.slice(0, address.lastIndexOf('.'))));
  return [...networks].flatMap((network) =>
    Array.from({ length: LAST_HOST }, (_, index) => `${network}.${index + 1}`).filter((host) => !own.includes(host)),
  );
}

function isPrivate(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  return first === 10 || (first === 192 && second === 168) || (first === 172 && second >= 16 && second <= 31);
}

/** The doors at which `knock` found somebody, in the order given. */
export async function openDoors(
  doors: readonly Door[],
  knock: (door: Door) => Promise<boolean>,
): Promise<readonly Door[]> {
  const open = new Set<Door>();
  const waiting = doors.values();
  const worker = async () => {
    for (const door of waiting) if (await knock(door)) open.add(door);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, doors.length) }, worker));
  return doors.filter((door) => open.has(door));
}
