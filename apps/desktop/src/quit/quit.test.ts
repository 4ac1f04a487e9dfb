import { describe, expect, test } from 'vitest';
import { HandTiming } from '../test/hand-timing.ts';
import { decideQuit } from './quit-decision.ts';
import { quitWords } from './quit-words.ts';
import { Quitter } from './quitter.ts';
import { stopOnce } from './stop-once.ts';

/** Lets promises that are already decided run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('quitting', () => {
  test('is decided by who asks and whether a payment runs', () => {
    expect(decideQuit('person', false)).toBe('stop-now');
    expect(decideQuit('person', true)).toBe('ask-person');
    expect(decideQuit('session-asks', true)).toBe('hold-session');
    expect(decideQuit('session-asks', false)).toBe('stop-now');
    expect(decideQuit('system', true)).toBe('stop-now');
  });

  function shell(isBusy: boolean, answer = true) {
    const timing = new HandTiming();
    const state = { isBusy };
    const log: string[] = [];
    const quitter = new Quitter({
      timing,
      isBusy: () => state.isBusy,
      askPerson: async () => {
        log.push('ask');
        return answer;
      },
      stop: async () => {
        log.push('stop');
        return 'closed';
      },
      exit: () => log.push('exit'),
    });
    return { timing, state, log, quitter };
  }

  test('goes at once when nothing runs', async () => {
    const { quitter, log } = shell(false);
    expect(quitter.request('person')).toBe(true);
    expect(quitter.isEnding).toBe(true);
    await settle();
    expect(log).toEqual(['stop', 'exit']);
  });

  test('waits for the payment when the person agrees, and asks once', async () => {
    const { quitter, log, timing, state } = shell(true);
    expect(quitter.request('person')).toBe(false);
    quitter.request('person');
    await settle();
    quitter.request('person');
    timing.pass(60_000);
    expect(log).toEqual(['ask']);
    state.isBusy = false;
    timing.pass(500);
    await settle();
    expect(log).toEqual(['ask', 'stop', 'exit']);
  });

  test('stays when the person says so, and asks again the next time', async () => {
    const { quitter, log, timing, state } = shell(true, false);
    quitter.request('person');
    await settle();
    state.isBusy = false;
    timing.pass(60_000);
    expect(log).toEqual(['ask']);
    expect(quitter.isEnding).toBe(false);
    state.isBusy = true;
    quitter.request('person');
    expect(log).toEqual(['ask', 'ask']);
  });

  test('does not keep the system waiting, and stops once whoever asks after that', async () => {
    const { quitter, log } = shell(true);
    expect(quitter.request('session-asks')).toBe(false);
    expect(quitter.request('system')).toBe(true);
    quitter.request('system');
    await settle();
    expect(log).toEqual(['stop', 'exit']);
  });

  test('does not stop for a session that only asks', async () => {
    const { quitter, log } = shell(false);
    expect(quitter.request('session-asks')).toBe(true);
    await settle();
    expect(log).toEqual([]);
  });
});

describe('stopping', () => {
  test('happens once; every caller gets the result', async () => {
    let closed = 0;
    const stop = stopOnce(async () => {
      closed += 1;
    }, new HandTiming());
    expect(await Promise.all([stop(), stop(), stop()])).toEqual(['closed', 'closed', 'closed']);
    expect(closed).toBe(1);
  });

  test('keeps to its budget', async () => {
    const timing = new HandTiming();
    const stop = stopOnce(() => new Promise(() => {}), timing);
    const result = stop();
    timing.pass(1_999);
    expect(timing.pending).toBe(1);
    timing.pass(1);
    expect(await result).toBe('out-of-time');
  });

  test('never rejects, also when closing throws before it starts', async () => {
    const timing = new HandTiming();
    const stop = stopOnce(() => {
      throw new Error('the disk has gone');
    }, timing);
    expect(await stop()).toBe('failed');
    expect(timing.pending).toBe(0);
  });
});

test('the question is asked in the system’s language, else in English', () => {
  expect(quitWords('nl-NL').stay).toBe('Open blijven');
  expect(quitWords('de_AT').stay).toBe('Offen bleiben');
  expect(quitWords('fr').stay).toBe('Rester ouvert');
  expect(quitWords('en-GB')).toBe(quitWords('pl'));
});
