import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { ShopKeys } from './shop-keys.ts';

const WEB = 'demo-key-of-the-web-shop';
const GATE = 'demo-key-of-the-gate-shop';
const HOME = '192.0.2.1';
const ELSEWHERE = '192.0.2.2';

function keysOf(clock = new FakeClock()) {
  const compared: number[] = [];
  const digest = nodeDigest();
  const counting = {
    ...digest,
    equal: (a: Uint8Array, b: Uint8Array) => {
      compared.push(a.byteLength, b.byteLength);
      return digest.equal(a, b);
    },
  };
  const shops = [
    { id: 'web', key: WEB },
    { id: 'gate', key: GATE },
  ];
  return { keys: new ShopKeys(shops, new Uint8Array(32).fill(5), { digest: counting, clock }), clock, compared };
}

const refused = { kind: 'refused', last: false };

describe('a shop', () => {
  it('is known by its key alone, or by its name and key', () => {
    const { keys } = keysOf();
    expect(keys.admit(null, WEB, HOME)).toEqual({ kind: 'shop', shop: 'web' });
    expect(keys.admit('gate', GATE, HOME)).toEqual({ kind: 'shop', shop: 'gate' });
  });

  it.each([
    ['another shop’s key', 'web', GATE],
    ['a key that is almost right', 'web', `${WEB.slice(0, -1)}P`],
    ['the beginning of a key', 'web', WEB.slice(0, 5)],
    ['a key in capitals', null, WEB.toUpperCase()],
    ['a key with a space behind it', null, `${WEB} `],
    ['a name nobody has', 'shop', WEB],
    ['no name', '', WEB],
    ['no key', null, ''],
  ])('is not let in with %s', (_what, id, key) => {
    expect(keysOf().keys.admit(id, key, HOME)).toEqual(refused);
  });

  it('is compared with all shops, always over the same number of bytes', () => {
    const { keys, compared } = keysOf();
    for (const key of [WEB, GATE, 'x', 'y'.repeat(500)]) keys.admit(null, key, HOME);
    expect(compared).toEqual(Array(16).fill(32));
  });
});

describe('guessing', () => {
  const guess = (keys: ShopKeys, from: string, tries: number) =>
    Array.from({ length: tries }, (_, n) => keys.admit(null, `guess-${from}-${n}`, from));

  it('ends after thirty tries from one address, for the right key too, until the minute is over', () => {
    const { keys, clock } = keysOf();
    const answers = guess(keys, HOME, 30);
    expect(answers.slice(0, 29)).toEqual(Array(29).fill(refused));
    expect(answers[29]).toEqual({ kind: 'refused', last: true });
    clock.moveOn(20_000);
    expect(keys.admit(null, WEB, HOME)).toEqual({ kind: 'shut-out', afterMs: 40_000 });
    clock.moveOn(40_000);
    expect(keys.admit(null, WEB, HOME)).toMatchObject({ kind: 'shop' });
  });

  it('keeps nobody out who calls from another address', () => {
    const { keys } = keysOf();
    guess(keys, HOME, 100);
    expect(keys.admit(null, WEB, ELSEWHERE)).toMatchObject({ kind: 'shop' });
  });

  it('keeps no shop out that was let in from there before, and lets no other in', () => {
    const { keys } = keysOf();
    keys.admit(null, WEB, HOME);
    guess(keys, HOME, 100);
    expect(keys.admit(null, WEB, HOME)).toMatchObject({ kind: 'shop', shop: 'web' });
    expect(keys.admit(null, GATE, HOME)).toMatchObject({ kind: 'shut-out' });
  });

  it('doesn’t go on for longer because somebody goes on guessing', () => {
    const { keys, clock } = keysOf();
    guess(keys, HOME, 30);
    clock.moveOn(59_000);
    guess(keys, HOME, 10);
    clock.moveOn(1_000);
    expect(keys.admit(null, WEB, HOME)).toMatchObject({ kind: 'shop' });
  });

  it('is not what a caller without a key does', () => {
    const { keys } = keysOf();
    for (let n = 0; n < 100; n += 1) keys.admit(null, '', HOME);
    expect(keys.admit(null, WEB, HOME)).toMatchObject({ kind: 'shop' });
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const { keys } = keysOf();
    for (let n = 0; n < 30; n += 1) keys.admit(null, 'guess', `2001:db8:1:2::${n.toString(16)}`);
    expect(keys.admit(null, WEB, '2001:DB8:1:2:ffff:ffff:ffff:ffff')).toMatchObject({ kind: 'shut-out' });
    expect(keys.admit(null, WEB, '2001:db8:1:3::1')).toMatchObject({ kind: 'shop' });
    for (let n = 0; n < 30; n += 1) keys.admit(null, 'guess', '::1');
    expect(keys.admit(null, GATE, '::1')).toMatchObject({ kind: 'shut-out' });
  });

  it('from more addresses than are counted forgets the first of them, not the last', () => {
    const { keys } = keysOf();
    guess(keys, HOME, 30);
    for (let n = 0; n < 1_000; n += 1) keys.admit(null, 'guess', `10.0.${n >> 8}.${n & 255}`);
    expect(keys.admit(null, WEB, HOME)).toMatchObject({ kind: 'shop' });
    guess(keys, ELSEWHERE, 30);
    expect(keys.admit(null, WEB, ELSEWHERE)).toMatchObject({ kind: 'shut-out' });
  });
});
