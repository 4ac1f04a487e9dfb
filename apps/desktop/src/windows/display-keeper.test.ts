import { describe, expect, test } from 'vitest';
import { HandTiming } from '../test/hand-timing.ts';
import { DisplayKeeper } from './display-keeper.ts';
import type { Monitor, Rectangle, RememberedMonitor } from './display-plan.ts';

const CASHIER = monitor(1, 0);
const SECOND = monitor(2, 1920);
const THIRD = monitor(3, 3840);

function monitor(id: number, x: number, width = 1920): Monitor {
  return { id, label: `M${id}`, internal: false, bounds: { x, y: 0, width, height: 1080 } };
}

/** A machine whose monitors come and go, with the log of what happened to the customer's window. */
function machine() {
  const timing = new HandTiming();
  const state = { monitors: [CASHIER] as Monitor[], memory: null as RememberedMonitor | null, isAstray: false };
  const log: string[] = [];
  const keeper = new DisplayKeeper({
    timing,
    memory: {
      read: () => state.memory,
      write: (one) => {
        state.memory = one;
      },
    },
    scene: () => ({ monitors: state.monitors, cashierId: 1 }),
    open: (bounds) => {
      log.push(`open ${bounds.x}`);
      let at: Rectangle = bounds;
      return {
        monitorId: () => (state.isAstray ? 1 : (state.monitors.find((one) => one.bounds.x === at.x)?.id ?? -1)),
        place: (to) => {
          if (to.x !== at.x || to.width !== at.width) log.push(`place ${to.x} ${to.width}`);
          at = to;
        },
        close: () => log.push('close'),
      };
    },
    say: (message) => log.push(message),
  });
  const taken = (): string[] => log.splice(0);
  return { timing, state, keeper, taken };
}

describe('the customer’s window', () => {
  test('is not opened with one monitor, comes with the second, and goes with it', () => {
    const { timing, state, keeper, taken } = machine();
    keeper.look();
    expect(taken()).toEqual([]);
    state.monitors = [CASHIER, SECOND];
    keeper.changed();
    timing.pass(1_000);
    expect(taken()).toEqual(['open 1920']);
    state.monitors = [CASHIER];
    keeper.changed();
    timing.pass(1_000);
    expect(taken()).toEqual(['no customer display: no second monitor', 'close']);
  });

  test('waits until a storm of events has settled', () => {
    const { timing, state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    for (let event = 0; event < 20; event += 1) {
      keeper.changed();
      timing.pass(900);
    }
    expect(taken()).toEqual([]);
    timing.pass(100);
    expect(taken()).toEqual(['open 1920']);
  });

  test('follows a change of size without being opened again', () => {
    const { timing, state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    keeper.look();
    state.monitors = [CASHIER, monitor(2, 1920, 1280)];
    keeper.changed();
    timing.pass(2_000);
    expect(taken()).toEqual(['open 1920', 'place 1920 1280']);
  });

  test('goes to a stand-in while its monitor is away and back when it returns', () => {
    const { timing, state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    keeper.look();
    state.monitors = [CASHIER, THIRD];
    keeper.changed();
    timing.pass(2_000);
    expect(taken()).toEqual(['open 1920', 'close', 'open 3840']);
    expect(state.memory).toMatchObject({ id: 2 });
    state.monitors = [CASHIER, SECOND, THIRD];
    keeper.changed();
    timing.pass(2_000);
    expect(taken()).toEqual(['close', 'open 1920']);
  });

  test('is put in its place a second time, and it is said when it is not there', () => {
    const { timing, state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    state.isAstray = true;
    keeper.look();
    taken();
    timing.pass(500);
    expect(taken()).toEqual(['the customer display is not on the monitor it was put on']);
  });

  test('is opened anew after it was destroyed from outside', () => {
    const { state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    keeper.look();
    keeper.forget();
    keeper.look();
    expect(taken()).toEqual(['open 1920', 'open 1920']);
  });

  test('leaves no timer behind when the shell stops', () => {
    const { timing, state, keeper, taken } = machine();
    state.monitors = [CASHIER, SECOND];
    keeper.look();
    keeper.changed();
    keeper.stop();
    expect(timing.pending).toBe(0);
    expect(taken()).toEqual(['open 1920', 'close']);
  });
});
