import { FakeClock, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { createAccessControl } from './access-control.ts';

const DAY_MS = 86_400_000;
const KEY = new Uint8Array(32).fill(7);

function access(clock = new FakeClock(), key = KEY, seed = 1) {
  return createAccessControl({ key, cookieSuffix: '8620', clock, random: seededRandom(seed), digest: nodeDigest() });
}

const header = (cookie: { name: string; value: string }) => `other=1; ${cookie.name}=${cookie.value}; more=2`;

describe('cookies', () => {
  test('a cookie says who its window is, also to the next run of the agent', () => {
    const clock = new FakeClock();
    const cookie = access(clock).cookie('display');
    expect(cookie.name).toBe('tillbridge_8620');
    expect(access(clock, KEY, 2).visitor(header(cookie))).toEqual({ role: 'display', renew: false });
  });

  test('the Set-Cookie line keeps scripts, other sites and plain HTTP away', () => {
    const line = access().setCookie('cashier', true);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Secure', 'Max-Age=']) expect(line).toContain(part);
    expect(access().setCookie('cashier', false)).not.toContain('Secure');
  });

  test('a cookie in use is renewed, an expired one is none', async () => {
    const clock = new FakeClock();
    const room = access(clock);
    const cookie = header(room.cookie('cashier'));
    clock.jumpWall(8 * DAY_MS);
    expect(room.visitor(cookie)).toEqual({ role: 'cashier', renew: true });
    clock.jumpWall(180 * DAY_MS);
    expect(room.visitor(cookie)).toBeUndefined();
  });

  test('forged, changed, foreign and damaged cookies are none', () => {
    const room = access();
    const { name, value } = room.cookie('display');
    const mac = value.slice(value.lastIndexOf('.') + 1);
    const last = mac.at(-1) ?? '';
    const forgeries = [
      value.replace('display', 'cashier'),
      value.replace(/^display\.\d+\.\d+/, 'display.1.9999999999999'),
      value.slice(0, -1),
      `${value}A`,
      // The same bytes in another spelling of base64url.
      `${value.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}`,
      `cashier.${mac}`,
      '',
      '.',
      access(new FakeClock(), new Uint8Array(32).fill(8)).cookie('cashier').value,
      // Signed by us for another purpose.
      room.launchToken('cashier'),
    ];
    for (const forgery of forgeries) expect(room.visitor(`${name}=${forgery}`), forgery).toBeUndefined();
    expect(room.visitor(undefined)).toBeUndefined();
    expect(room.visitor(`tillbridge_8621=${value}`)).toBeUndefined();
    expect(room.visitor(`${'x'.repeat(9_000)}; ${name}=${value}`)).toBeUndefined();
  });

  test('a key of another length is refused at the start', () => {
    expect(() => access(new FakeClock(), new Uint8Array(16))).toThrow('32 bytes');
  });
});

describe('launch tokens', () => {
  test('open the door for their role until the agent stops', () => {
    const room = access();
    const launchToken = room.launchToken('display');
    expect(room.enter({ launchToken })).toEqual({ kind: 'entered', role: 'display' });
    expect(room.enter({ launchToken })).toEqual({ kind: 'entered', role: 'display' });
    expect(access(new FakeClock(), KEY, 2).enter({ launchToken })).toEqual({ kind: 'refused' });
  });

  test('work once when made so', () => {
    const room = access();
    const launchToken = room.launchToken('cashier', { singleUse: true });
    expect(room.enter({ launchToken })).toEqual({ kind: 'entered', role: 'cashier' });
    expect(room.enter({ launchToken })).toEqual({ kind: 'refused' });
  });

  test('a cookie or an invented text is none', () => {
    const room = access();
    for (const launchToken of [room.cookie('cashier').value, 'cashier.often.run.id.mac', 'x'.repeat(40)]) {
      expect(room.enter({ launchToken })).toEqual({ kind: 'refused' });
    }
  });
});

describe('pairing codes', () => {
  test('six digits let one window in, once', () => {
    const room = access();
    const { code, validMs } = room.pairingCode('display');
    expect(code).toMatch(/^\d{6}$/);
    expect(validMs).toBe(300_000);
    expect(room.enter({ pairingCode: code })).toEqual({ kind: 'entered', role: 'display' });
    expect(room.enter({ pairingCode: code })).toEqual({ kind: 'refused' });
  });

  test('end after five minutes, whatever the wall clock does', async () => {
    const clock = new FakeClock();
    const room = access(clock);
    const { code } = room.pairingCode('cashier');
    clock.jumpWall(-DAY_MS);
    await clock.advance(299_000);
    const second = room.pairingCode('cashier').code;
    await clock.advance(2_000);
    expect(room.enter({ pairingCode: code })).toEqual({ kind: 'refused' });
    expect(room.enter({ pairingCode: second })).toEqual({ kind: 'entered', role: 'cashier' });
  });

  test('five wrong codes stop all pairing for a minute, right codes included', async () => {
    const clock = new FakeClock();
    const room = access(clock);
    const { code } = room.pairingCode('cashier');
    const wrong = code === '000000' ? '111111' : '000000';
    for (let tries = 0; tries < 5; tries += 1) expect(room.enter({ pairingCode: wrong }).kind).toBe('refused');
    expect(room.enter({ pairingCode: code })).toEqual({ kind: 'too-many-tries' });
    expect(room.enter({ launchToken: room.launchToken('cashier') }).kind).toBe('entered');
    await clock.advance(60_001);
    expect(room.enter({ pairingCode: code })).toEqual({ kind: 'entered', role: 'cashier' });
  });

  test('at most five are valid, the newest', () => {
    const room = access();
    const codes = Array.from({ length: 6 }, () => room.pairingCode('display').code);
    expect(room.enter({ pairingCode: codes[0] ?? '' }).kind).toBe('refused');
    expect(room.enter({ pairingCode: codes[5] ?? '' }).kind).toBe('entered');
  });
});
