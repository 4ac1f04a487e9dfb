import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { Notices } from './notices.ts';

describe('notices', () => {
  it('count the same thing on one line, newest first, and tell of each change', async () => {
    const clock = new FakeClock();
    let changes = 0;
    const notices = new Notices(clock, () => {
      changes += 1;
    });
    const first = clock.now();
    notices.note('start-is-polled', 'MPLUS-105', '3-12');
    await clock.advance(1_000);
    notices.note('wrong-signature', 'MPLUS-102', 'shop');
    notices.note('start-is-polled', 'MPLUS-105', '3-12');
    expect(notices.list()).toEqual([
      {
        code: 'start-is-polled',
        errorCode: 'MPLUS-105',
        about: '3-12',
        firstAt: first,
        lastAt: first + 1_000,
        count: 2,
      },
      {
        code: 'wrong-signature',
        errorCode: 'MPLUS-102',
        about: 'shop',
        firstAt: first + 1_000,
        lastAt: first + 1_000,
        count: 1,
      },
    ]);
    expect(changes).toBe(3);
  });

  it('stay bounded, whatever a stranger sends', () => {
    const notices = new Notices(new FakeClock(), () => undefined);
    notices.note('disk-full', 'TILL-201', null);
    for (let index = 0; index < 500; index += 1) notices.note('unknown-subscription', 'MPLUS-103', `s${index}`);
    expect(notices.list()).toHaveLength(6);
    expect(notices.list().at(-1)?.code).toBe('disk-full');
    expect(notices.list()[0]?.about).toBe('s499');
  });

  it('go away by code', () => {
    const notices = new Notices(new FakeClock(), () => undefined);
    notices.note('clock-skew', 'MPLUS-107', 'a');
    notices.note('clock-skew', 'MPLUS-107', 'b');
    expect(notices.dismiss('clock-skew')).toBe(true);
    expect(notices.dismiss('clock-skew')).toBe(false);
    expect(notices.list()).toEqual([]);
  });
});
