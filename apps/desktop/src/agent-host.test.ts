import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemText, startShellAgent } from './agent-host.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'host-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = Buffer.from('not a real secret').toString('base64');
const SETTINGS = `version: 1
venue: { name: Host test, language: nl }
data: ./data
listen: { port: 0 }
mplus:
  subscriptions:
    - { id: HOST-TEST, secret: { env: HOST_TEST_SECRET } }
tills:
  - { branch: 1, workplace: 1, name: Balie, subscription: HOST-TEST, card: pin-1 }
routes:
  - { id: pin-1, kind: pay-terminal, name: Pin 1, account: pay, terminal: TH-0000-0001 }
accounts:
  - id: pay
    kind: pay
    serviceId: SL-0000-0001
    serviceSecret: { env: HOST_TEST_SECRET }
    tokenCode: AT-0000-0001
    apiToken: { env: HOST_TEST_SECRET }
    cores: ['http://127.0.0.1:9']
`;

function put(settings: string) {
  const settingsFile = path.join(folder, 'tillbridge.yaml');
  writeFileSync(settingsFile, settings);
  const page = path.join(folder, 'index.html');
  writeFileSync(page, '<!doctype html><title>A window</title>');
  return { settingsFile, env: { HOST_TEST_SECRET: SECRET }, windowFolder: () => folder, say: () => {} };
}

describe('the agent in the shell', () => {
  test('starts from a settings file, lets a window in by its cookie, and closes twice without harm', async () => {
    const agent = await startShellAgent(put(SETTINGS));
    try {
      expect(agent.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(agent.busy()).toBe(false);
      const page = await fetch(`${agent.address}/cashier/`);
      expect(page.status).toBe(200);
      expect(agent.cookie('cashier')).not.toEqual(agent.cookie('display'));
    } finally {
      await agent.close();
      await agent.close();
    }
    await expect(fetch(agent.address)).rejects.toThrow();
  });

  test('does not start from wrong settings, and says which line is wrong without saying a secret', async () => {
    const options = put(SETTINGS.replace('card: pin-1', 'card: pin-2'));
    await expect(startShellAgent(options)).rejects.toThrow(/tillbridge\.yaml:9/);
    const noSecret = { ...put(SETTINGS), env: {} };
    await expect(startShellAgent(noSecret)).rejects.toThrow(/HOST_TEST_SECRET/);
  });
});

test('a dialog shows the first problems and counts the rest', () => {
  const problems = Array.from({ length: 10 }, (_, index) => `problem ${index + 1}`);
  expect(problemText(problems).split('\n')).toHaveLength(9);
  expect(problemText(problems)).toMatch(/problem 8\n… and 2 more\.$/);
  expect(problemText(['one'])).toBe('one');
});
