import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { neighbours, openDoors } from './scan.ts';

function at(address: string, internal = false): NetworkInterfaceInfo {
  return { address, netmask: '255.255.255.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal, cidr: null };
}

describe('looking for terminals', () => {
  it('asks the private networks of this machine alone, each host once, and never itself', () => {
    const hosts = neighbours({
      lo: [at('127.0.0.1', true)],
      eth0: [at('192.168.10.5'), at('192.168.10.6')],
      wlan0: [at('10.1.2.3')],
      wan: [at('203.0.113.9')],
      none: undefined,
    });
    expect(hosts).toHaveLength(252 + 253);
    expect(new Set(hosts).size).toBe(hosts.length);
    expect(hosts).toContain('192.168.10.254');
    for (const outside of ['192.168.10.5', '10.1.2.3', '203.0.113.1', '127.0.0.2'])
      expect(hosts).not.toContain(outside);
  });

  it('knocks at each door once, at few at a time, and tells those that open in their order', async () => {
    const doors = Array.from({ length: 300 }, (_, port) => ({ host: 'h', port }));
    let inside = 0;
    let most = 0;
    const knocked: number[] = [];
    const open = await openDoors(doors, async ({ port }) => {
      inside += 1;
      most = Math.max(most, inside);
      knocked.push(port);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return port % 100 === 7;
    });
    expect(open.map(({ port }) => port)).toEqual([7, 107, 207]);
    expect(knocked).toHaveLength(300);
    expect(most).toBeLessThanOrEqual(64);
  });
});
