import { describe, expect, it } from 'vitest';
import { nextTimeOf, STOP_IDLE, type StopEvent, type StopGuard, stopGuard } from './stop-guard.ts';

function after(...events: StopEvent[]): StopGuard {
  return events.reduce(stopGuard, STOP_IDLE);
}
const press = (by: 'pointer' | 'F8' | 'Space', at: number): StopEvent => ({ type: 'press', by, at });
const release = (by: 'pointer' | 'F8' | 'Space', at: number): StopEvent => ({ type: 'release', by, at });
const time = (at: number): StopEvent => ({ type: 'time', at });

describe('stopping a payment', () => {
  it.each(['pointer', 'F8', 'Space'] as const)('takes 800 ms of holding with %s', (by) => {
    expect(after(press(by, 0), time(799)).kind).toBe('holding');
    expect(after(press(by, 0), time(800)).kind).toBe('fired');
    expect(after(press(by, 0), release(by, 800)).kind).toBe('fired');
  });

  it('is called off by letting go early, by leaving, and by a change', () => {
    expect(after(press('pointer', 0), release('pointer', 799), time(5_000))).toEqual(STOP_IDLE);
    expect(after(press('pointer', 0), { type: 'reset' }, time(900))).toEqual(STOP_IDLE);
  });

  it('explains itself after a click that was too short', () => {
    expect(after(press('pointer', 0), release('pointer', 100))).toEqual({ kind: 'hinted', until: 3_100 });
  });

  it('takes F8 and then Space within three seconds', () => {
    const tapped = [press('F8', 0), release('F8', 90)] as const;
    expect(after(...tapped).kind).toBe('armed');
    expect(after(...tapped, press('Space', 3_089)).kind).toBe('fired');
    expect(after(...tapped, time(3_090))).toEqual(STOP_IDLE);
    expect(after(...tapped, time(3_090), press('Space', 3_100), release('Space', 3_150)).kind).toBe('hinted');
  });

  it('does nothing on two taps of F8, nor on a click after one', () => {
    const twice = after(press('F8', 0), release('F8', 90), press('F8', 300), release('F8', 390));
    expect(twice.kind).toBe('armed');
    expect(after(press('F8', 0), release('F8', 90), press('pointer', 200), release('pointer', 250)).kind).toBe(
      'hinted',
    );
  });

  it('fires once for one decision', () => {
    expect(after(press('F8', 0), time(800), press('F8', 900), press('Space', 950)).kind).toBe('fired');
  });

  it('listens only to the finger that pressed', () => {
    expect(after(press('pointer', 0), release('F8', 900)).kind).toBe('holding');
    expect(after(press('pointer', 0), press('F8', 100), release('F8', 950)).kind).toBe('holding');
  });

  it('says when it has to hear the time', () => {
    expect(nextTimeOf(STOP_IDLE)).toBeNull();
    expect(nextTimeOf(after(press('F8', 100)))).toBe(900);
    expect(nextTimeOf(after(press('F8', 100), release('F8', 200)))).toBe(3_200);
  });
});
