import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { StaffDoor } from './staff.ts';

function door(clock = new FakeClock()) {
  return new StaffDoor(
    [
      { name: 'Anja', pin: '2468' },
      { name: 'Bram', pin: '13579' },
    ],
    clock,
    nodeDigest(),
  );
}

describe('the staff door', () => {
  it('knows people by their own PIN alone', () => {
    const staff = door();
    expect(staff.names).toEqual(['Anja', 'Bram']);
    expect(staff.check('Anja', '2468')).toBe('right');
    expect(staff.check('Anja', '13579')).toBe('wrong-pin');
    expect(staff.check('Carla', '2468')).toBe('wrong-pin');
    expect(staff.check('Carla', '\u0000')).toBe('wrong-pin');
  });

  it('closes for everybody after five wrong tries, and opens again', async () => {
    const clock = new FakeClock();
    const staff = door(clock);
    for (let tries = 0; tries < 5; tries += 1) expect(staff.check(`nobody-${tries}`, '0000')).toBe('wrong-pin');
    expect(staff.check('Anja', '2468')).toBe('too-many-tries');
    await clock.advance(5 * 60_000);
    expect(staff.check('Anja', '2468')).toBe('right');
  });

  it('lets nobody in when there is no staff', () => {
    expect(new StaffDoor([], new FakeClock(), nodeDigest()).check('', '')).toBe('wrong-pin');
  });
});
