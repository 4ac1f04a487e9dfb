/** `tillbridge accounts`: what can't be asked is said, and the exit code knows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { expect, it } from 'vitest';
import { cli } from '../cli.ts';
import { EXIT } from '../exit-code.ts';

/** Port 9 of this machine: nobody listens there. */
const NOBODY = 'http://127.0.0.1:9/v1';
const HEAD = `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: TILL } }] }
`;
const WITHOUT = `${HEAD}tills: [{ branch: 1, workplace: 1, name: Balie, subscription: S, card: pin }]
routes:
  - { id: pin, name: Pin, kind: zvt-terminal, connection: { tcp: { host: 127.0.0.1, port: 9 } }, password: { env: ZVT } }
`;
const WITH = `${HEAD}tills: [{ branch: 1, workplace: 1, name: Balie, subscription: S, qr: kc }]
routes:
  - { id: kc, name: QR, kind: kc-qr, account: kc }
accounts:
  - { id: kc, kind: kassa-compleet, baseUrl: "${NOBODY}", apiKey: { env: KC } }
`;
const ENV = { TILL: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', ZVT: '123456', KC: 'demo-not-a-real-key' };

async function accounts(text: string, env: Readonly<Record<string, string>>, ...args: string[]) {
  return await withTempFolder(async (folder) => {
    const config = join(folder, 'shop.yaml');
    writeFileSync(config, text);
    const out: string[] = [];
    const err: string[] = [];
    const console = { env, out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
    const code = await cli(['accounts', '--config', config, ...args], console);
    return { code, out, text: [...out, ...err].join('\n') };
  });
}

it('says that there are none', async () => {
  expect(await accounts(WITHOUT, ENV)).toMatchObject({ code: EXIT.done, out: ['The settings have no account.'] });
});

it('says whom it could not ask, and shows no key', async () => {
  const asked = await accounts(WITH, ENV);
  expect(asked).toMatchObject({ code: EXIT.no, out: ['kc  Kassa Compleet', expect.stringContaining('KC-106')] });
  expect(asked.text).not.toContain(ENV.KC);
  const json = await accounts(WITH, ENV, '--json');
  expect(JSON.parse(json.out[0] ?? '')).toMatchObject({
    accounts: [{ account: 'kc', terminals: [], unanswered: [expect.any(String)] }],
  });
});

it('wants the secrets that the settings name', async () => {
  const { TILL } = ENV;
  expect(await accounts(WITH, { TILL })).toMatchObject({
    code: EXIT.settings,
    text: expect.stringContaining('TILL-308'),
  });
});
