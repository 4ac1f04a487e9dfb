/** The command as a service manager starts it: a process, its lines, its signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const ENV = {
  MPLUS: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  PAY: 'demo-api-token-not-a-real-key',
  SERVICE: 'demo-service-secret-not-a-real-key',
};
const SETTINGS = `
version: 1
venue: { name: Speelpark, language: nl, theme: light }
data: ./data
listen: { port: 0 }
mplus:
  subscriptions: [{ id: SHOP, secret: { env: MPLUS } }]
tills:
  - { branch: 3, workplace: 12, name: Balie, subscription: SHOP, card: pin-1 }
routes:
  - { id: pin-1, kind: pay-terminal, name: Pin 1, account: pay, terminal: TH-1234-5678, refunds: true, leaseSeconds: 90 }
accounts:
  - id: pay
    kind: pay
    serviceId: SL-1234-5678
    serviceSecret: { env: SERVICE }
    tokenCode: AT-1234-5678
    apiToken: { env: PAY }
    cores: [https://connect.pay.nl]
`;

async function inProcess(...args: string[]) {
  const lines: string[] = [];
  const code = await cli(args, {
    env: ENV,
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
  });
  return { code, lines };
}

function start(folder: string, ...args: string[]): ChildProcess {
  const file = join(folder, 'tillbridge.yaml');
  writeFileSync(file, SETTINGS);
  return spawn(process.execPath, [MAIN, 'run', '--json', '--config', file, ...args], {
    env: { ...process.env, ...ENV },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function nextEvent(child: ChildProcess): Promise<Record<string, unknown>> {
  if (child.stdout === null) throw new Error('no output');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(String(line));
}

describe('tillbridge run', () => {
  it('says when it is ready, is found by the other commands, and ends cleanly when asked', async () => {
    await withTempFolder(async (folder) => {
      const child = start(folder);
      const ended = once(child, 'close');
      try {
        const ready = await nextEvent(child);
        expect(ready).toMatchObject({
          event: 'ready',
          pid: child.pid,
          lanAddress: null,
          dataFolder: join(folder, 'data'),
        });
        expect(ready.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
        expect(ready).not.toHaveProperty('launchToken');

        const data = join(folder, 'data');
        expect(await inProcess('status', '--data', data)).toMatchObject({ code: 0 });
        const windows = await inProcess('windows', '--json', '--data', data);
        const { cashier } = JSON.parse(windows.lines[0] ?? '{}') as { cashier: string };
        expect(cashier).toContain(`${String(ready.address)}/cashier/#t=`);
        const pair = await inProcess('pair', '--json', '--data', data);
        expect(JSON.parse(pair.lines[0] ?? '{}')).toMatchObject({
          role: 'display',
          code: expect.stringMatching(/^\d{6}$/),
        });
        expect(await inProcess('journal', 'verify', '--data', data)).toMatchObject({ code: 0 });

        const second = await inProcess('run', '--config', join(folder, 'tillbridge.yaml'));
        expect(second.code).toBe(5);
        expect(second.lines.join('\n')).toContain('TILL-221');
      } finally {
        child.kill('SIGTERM');
      }
      expect(await ended).toEqual([0, null]);
      expect(existsSync(join(folder, 'data', 'agent.json'))).toBe(false);
    });
  });
});
