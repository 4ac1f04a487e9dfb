import { answer } from '@tillbridge/psp-core/testing';
import { describe, expect, test } from 'vitest';
import { Addresses } from './addresses.ts';
import { KC_BASE_URLS } from './settings.ts';

describe('addresses', () => {
  test.each(['https://kc.example/v1', 'https://kc.example/v1/', 'https://kc.example', 'https://kc.example/'])(
    'of base URL %s, in both habits',
    (base) => {
      expect(new Addresses(base, true).of('orders/1')).toBe('https://kc.example/v1/orders/1/');
      expect(new Addresses(base, false).of('orders', '?a=b')).toBe('https://kc.example/v1/orders?a=b');
      expect(new Addresses(base, false).page('a/b')).toBe('https://kc.example/pay/a%2Fb/');
    },
  );

  test.each(Object.entries(KC_BASE_URLS))('%s has its page on the host of its API', (_brand, base) => {
    expect(new Addresses(base, true).page('1')).toBe(`${base.replace('/v1', '')}/pay/1/`);
  });

  test.each(['', 'kc.example', 'ftp://kc.example', 'https://'])('%j is none', (base) => {
    expect(() => new Addresses(base, true)).toThrow(RangeError);
  });

  test.each([
    ['/v1/orders', true],
    ['https://kc.example/v1/orders', true],
    ['https://kc.example/v1/orders/', false],
    ['https://other.example/v1/orders', false],
    ['http://kc.example/v1/orders', false],
    ['/sign-in', false],
    ['http://[', false],
  ])('a redirect to %s is about spelling: %s', (location, spelling) => {
    const asked = 'https://kc.example/v1/orders/';
    const addresses = new Addresses('https://kc.example', true);
    for (const status of [301, 302, 307, 308]) {
      expect(addresses.wantsOther(answer(status, '', { location }), asked)).toBe(spelling);
    }
    expect(addresses.wantsOther(answer(200, '', { location }), asked)).toBe(false);
    expect(addresses.wantsOther(answer(308, ''), asked)).toBe(false);
  });

  test.each([
    ['http://kc.example/redirect/1/', 'https://kc.example/redirect/1/'],
    ['https://kc.example/pay/1/', 'https://kc.example/pay/1/'],
    ['http://bank.example/1', 'http://bank.example/1'],
    ['javascript:alert(1)', null],
    ['https://', null],
    ['', null],
    [null, null],
  ])('a guest is sent from %j to %j', (given, shown) => {
    expect(new Addresses('https://kc.example', true).forGuest(given)).toBe(shown);
  });
});
