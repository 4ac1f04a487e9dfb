import { describe, expect, test } from 'vitest';
import { HandTiming } from '../test/hand-timing.ts';
import { WindowCare } from './window-care.ts';

function caredFor(role: 'cashier' | 'display') {
  const timing = new HandTiming();
  const log: string[] = [];
  const note = (word: string) => () => void log.push(word);
  const actions = {
    reload: note('reload'),
    reopen: note('reopen'),
    apologise: note('apologise'),
    endPage: note('end page'),
    say: () => {},
  };
  return { timing, log, care: new WindowCare(role, timing, actions) };
}
const CRASH = { kind: 'gone', reason: 'crashed' } as const;

describe('a window', () => {
  test('whose page keeps dying ends at the still page, and is tried again from there', () => {
    const { timing, log, care } = caredFor('display');
    for (let crash = 0; crash < 6; crash += 1) {
      care.happened(CRASH);
      timing.pass(15_000);
    }
    expect(log).toEqual(['reload', 'reload', 'reload', 'reopen', 'reopen', 'apologise']);
    timing.pass(60_000);
    expect(log.at(-1)).toBe('reload');
  });

  test('that hangs is ended after a while, the customer’s sooner than the cashier’s', () => {
    const display = caredFor('display');
    display.care.hangs();
    display.timing.pass(15_000);
    expect(display.log).toEqual(['end page']);
    const cashier = caredFor('cashier');
    cashier.care.hangs();
    cashier.timing.pass(15_000);
    expect(cashier.log).toEqual([]);
    cashier.timing.pass(30_000);
    expect(cashier.log).toEqual(['end page']);
  });

  test('that answers again is left alone', () => {
    const { timing, log, care } = caredFor('display');
    care.hangs();
    timing.pass(14_000);
    care.answers();
    timing.pass(60_000);
    expect(log).toEqual([]);
  });

  test('that was stopped has no timer left', () => {
    const { timing, log, care } = caredFor('display');
    care.happened({ kind: 'load-failed' });
    care.hangs();
    care.stop();
    expect(timing.pending).toBe(0);
    expect(log).toEqual([]);
  });
});
