import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsJsonSchema } from './json-schema.ts';
import { readSettings } from './read-settings.ts';
import { redact } from './redact.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import type { Settings } from './settings.ts';

const EXAMPLE = readFileSync(new URL('../../../resources/tillbridge.example.yaml', import.meta.url), 'utf8');

function settingsOf(text: string): Settings {
  const read = readSettings(text, 'shop.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

test('every secret is read once it is there; a line break at the end of a file is cut off', async () => {
  const settings = settingsOf(EXAMPLE);
  const resolved = await resolveSecrets(settings, {
    readSecret: async (ref) => ('env' in ref ? `value of ${ref.env}\n` : 'x'),
  });
  expect(resolved.ok).toBe(true);
  if (!resolved.ok) return;
  const [account] = settings.accounts;
  if (account?.kind !== 'pay') throw new Error('the example has an account at Pay.');
  expect(resolved.secrets.of(account.apiToken)).toBe('value of PAY_API_TOKEN');
  expect(() => resolved.secrets.of({ env: 'ANOTHER' })).toThrow('ANOTHER');
});

test('all that fail are named with what to do, and without what was read', async () => {
  const resolved = await resolveSecrets(settingsOf(EXAMPLE), {
    readSecret: async (ref) => {
      if ('env' in ref && ref.env === 'PAY_API_TOKEN') return ' \n';
      throw Object.assign(new Error('could not parse hunter2'), { code: 'ENOENT' });
    },
  });
  expect(resolved).toMatchObject({
    ok: false,
    problems: [
      { path: 'accounts[0].apiToken', code: 'TILL-308', message: expect.stringContaining('PAY_API_TOKEN') },
      { path: 'accounts[0].serviceSecret', message: expect.stringContaining('ENOENT') },
      { path: 'mplus.subscriptions[0].secret', message: expect.stringContaining('TILLBRIDGE_SECRET_BALIE') },
    ],
  });
  expect(JSON.stringify(resolved)).not.toContain('hunter2');
});

test('S1: redacted settings name no person, no place of a secret and no whole merchant code', () => {
  const settings = settingsOf(
    EXAMPLE.replace('staff: []', 'staff: [{ name: Anja, pin: { file: /run/secrets/anja } }]'),
  );
  const text = JSON.stringify(redact(settings));
  for (const hidden of ['Anja', '/run/secrets', 'PAY_API_TOKEN', 'SL-1234-5678', 'AT-1234-5678', 'TH-1234-5678']) {
    expect(text).not.toContain(hidden);
  }
  expect(text).toContain('Speelpark De Eik');
  expect(text).toContain('AT-****-5678');
});

test('the schema for editors describes every key and both kinds of routes', () => {
  const text = JSON.stringify(settingsJsonSchema());
  for (const words of ['replyBudgetMs', 'pay-terminal', 'pay-qr', 'exchangeUrl', 'additionalProperties']) {
    expect(text).toContain(words);
  }
});
