import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { openDataFolder, windowKey } from './data-folder.ts';
import { loadSettings, readSettingsFile } from './load-settings.ts';
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts';

const SETTINGS = `
version: 1
venue: { name: Speelpark, language: nl, theme: light }
data: ./data
listen: { port: 8620 }
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
    serviceSecret: { file: service.txt }
    tokenCode: AT-1234-5678
    apiToken: { env: PAY }
    cores: [https://connect.pay.nl]
`;

describe('the data folder', () => {
  it('is made for our account alone, and keeps its window key', async () => {
    await withTempFolder((folder) => {
      const data = join(folder, 'a', 'b');
      openDataFolder(data);
      const key = windowKey(data, seededRandom(1));
      expect(key).toHaveLength(32);
      expect(windowKey(data, seededRandom(2))).toEqual(key);
      if (process.platform !== 'win32') {
        expect(statSync(data).mode & 0o777).toBe(0o700);
        expect(statSync(join(data, 'window.key')).mode & 0o777).toBe(0o600);
      }
    });
  });

  it('refuses a place that is no folder, and a key that is no key', async () => {
    await withTempFolder((folder) => {
      writeFileSync(join(folder, 'file'), '');
      expect(() => openDataFolder(join(folder, 'file', 'data'))).toThrow('TILL-501');
      writeFileSync(join(folder, 'window.key'), 'short');
      expect(() => windowKey(folder, seededRandom(1))).toThrow('TILL-502');
    });
  });
});

describe('the run file', () => {
  it('is there while the agent runs, for its account alone', async () => {
    await withTempFolder((folder) => {
      expect(readRunFile(folder)).toBeUndefined();
      const content = {
        pid: 7,
        address: 'http://127.0.0.1:1',
        lanAddress: null,
        launch: { cashier: 'c', display: 'd' },
      };
      writeRunFile(folder, content);
      expect(readRunFile(folder)).toEqual(content);
      if (process.platform !== 'win32') expect(statSync(join(folder, 'agent.json')).mode & 0o777).toBe(0o600);
      removeRunFile(folder);
      removeRunFile(folder);
      expect(readRunFile(folder)).toBeUndefined();
      writeFileSync(join(folder, 'agent.json'), '{"pid":');
      expect(readRunFile(folder)).toBeUndefined();
    });
  });
});

describe('loading settings', () => {
  it('puts every secret in its place and makes paths absolute', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      writeFileSync(file, SETTINGS);
      writeFileSync(join(folder, 'service.txt'), 'demo-service-secret\n');
      const loaded = await loadSettings(file, { MPLUS: 'demo-mplus-secret', PAY: 'demo-token' });
      if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
      expect(loaded.settings).toMatchObject({
        dataFolder: join(folder, 'data'),
        mplus: { subscriptions: [{ id: 'SHOP', secret: 'demo-mplus-secret' }] },
        accounts: [{ serviceSecret: 'demo-service-secret', apiToken: 'demo-token' }],
        log: { file: join(folder, 'data', 'logs', 'tillbridge.log') },
      });
    });
  });

  it('puts the password of a terminal in its place, and says where one is kept that can be none', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      const route =
        '{ id: zvt, name: Z, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: ZVT } }';
      writeFileSync(file, SETTINGS.replace('routes:\n', `routes:\n  - ${route}\n`));
      writeFileSync(join(folder, 'service.txt'), 'demo-service-secret\n');
      const env = { MPLUS: 'demo-mplus-secret', PAY: 'demo-token' };
      const loaded = await loadSettings(file, { ...env, ZVT: '123456' });
      if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
      expect(loaded.settings.routes[0]).toMatchObject({ id: 'zvt', password: '123456' });
      const wrong = await loadSettings(file, { ...env, ZVT: 'hunter2' });
      expect(wrong.ok ? '' : wrong.problems.join()).toMatch(/TILL-304 routes\[0\]\.password: .*six digits/);
      expect(JSON.stringify(wrong)).not.toContain('hunter2');
    });
  });

  it('names every secret that is missing and never one that is there', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      writeFileSync(file, SETTINGS);
      const loaded = await loadSettings(file, { MPLUS: 'demo-mplus-secret' });
      const text = JSON.stringify(loaded);
      expect(loaded.ok).toBe(false);
      expect(text).toContain('PAY');
      expect(text).toContain('service.txt');
      expect(text).not.toContain('demo-mplus-secret');
    });
  });

  it('says what to do about a file that is missing, is a folder, or is wrong', async () => {
    await withTempFolder(async (folder) => {
      const missing = await readSettingsFile(join(folder, 'nothing.yaml'));
      expect(missing.ok ? '' : missing.problems.join()).toMatch(/nothing\.yaml can't be read \(ENOENT\).*example/);
      mkdirSync(join(folder, 'dir.yaml'));
      expect((await readSettingsFile(join(folder, 'dir.yaml'))).ok).toBe(false);
      writeFileSync(join(folder, 'bad.yaml'), 'version: 1\nvenu: {}\n');
      const wrong = await readSettingsFile(join(folder, 'bad.yaml'));
      expect(wrong.ok ? '' : wrong.problems.join()).toContain('bad.yaml:2:');
    });
  });
});
