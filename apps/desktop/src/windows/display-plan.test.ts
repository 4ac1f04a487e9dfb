import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Monitor, memoryOf, overlaps, planDisplayWindow } from './display-plan.ts';

function monitor(id: number, x: number, y: number, change: Partial<Monitor> = {}): Monitor {
  return { id, label: `M${id}`, internal: false, bounds: { x, y, width: 1920, height: 1080 }, ...change };
}

const CASHIER = monitor(1, 0, 0);

describe('the customer display goes', () => {
  test('nowhere with one monitor, or when the cashier’s monitor is not known', () => {
    expect(planDisplayWindow({ monitors: [CASHIER], cashierId: 1 }, null)).toEqual({ kind: 'none' });
    expect(planDisplayWindow({ monitors: [CASHIER, monitor(2, 1920, 0)], cashierId: 9 }, null)).toEqual({
      kind: 'none',
    });
    expect(planDisplayWindow({ monitors: [], cashierId: 1 }, null)).toEqual({ kind: 'none' });
  });

  test('to the other monitor, also left of and above the cashier’s', () => {
    const other = monitor(2, -1280, -1024, { bounds: { x: -1280, y: -1024, width: 1280, height: 1024 } });
    expect(planDisplayWindow({ monitors: [CASHIER, other], cashierId: 1 }, null)).toEqual({
      kind: 'show',
      monitorId: 2,
      bounds: { x: -1280, y: -1024, width: 1280, height: 1024 },
    });
  });

  test('to an external monitor before a built-in one', () => {
    const builtIn = monitor(2, -1920, 0, { internal: true });
    const plan = planDisplayWindow({ monitors: [CASHIER, builtIn, monitor(3, 1920, 0)], cashierId: 1 }, null);
    expect(plan).toMatchObject({ monitorId: 3 });
  });

  test('never over the cashier: not to a monitor that mirrors theirs', () => {
    expect(planDisplayWindow({ monitors: [CASHIER, monitor(2, 0, 0)], cashierId: 1 }, null)).toEqual({ kind: 'none' });
    const remembered = memoryOf(monitor(2, 0, 0));
    expect(planDisplayWindow({ monitors: [CASHIER, monitor(2, 0, 0)], cashierId: 1 }, remembered)).toEqual({
      kind: 'none',
    });
  });
});

describe('a remembered monitor is known again', () => {
  const left = monitor(2, -1920, 0, { label: 'Customer' });
  const right = monitor(3, 1920, 0, { label: 'Office' });

  test('under a new id and in a new place', () => {
    const moved = monitor(77, 3840, 0, { label: 'Customer' });
    const plan = planDisplayWindow({ monitors: [CASHIER, right, moved], cashierId: 1 }, memoryOf(left));
    expect(plan).toMatchObject({ monitorId: 77 });
  });

  test('when it was turned by a quarter', () => {
    const turned = monitor(8, 1920, 0, { label: 'Customer', bounds: { x: 1920, y: 0, width: 1080, height: 1920 } });
    const plan = planDisplayWindow({ monitors: [CASHIER, monitor(3, -1920, 0), turned], cashierId: 1 }, memoryOf(left));
    expect(plan).toMatchObject({ monitorId: 8, bounds: { width: 1080, height: 1920 } });
  });

  test('by its id when its scale, and so its size, has changed', () => {
    const scaled = monitor(3, 1920, 0, { label: 'Office', bounds: { x: 1920, y: 0, width: 1280, height: 720 } });
    const plan = planDisplayWindow({ monitors: [CASHIER, left, scaled], cashierId: 1 }, memoryOf(right));
    expect(plan).toMatchObject({ monitorId: 3 });
  });

  test('among equal ones by its id', () => {
    const twins = [monitor(5, -1920, 0, { label: 'Twin' }), monitor(6, 1920, 0, { label: 'Twin' })];
    for (const twin of twins) {
      const plan = planDisplayWindow({ monitors: [CASHIER, ...twins], cashierId: 1 }, memoryOf(twin));
      expect(plan).toMatchObject({ monitorId: twin.id });
    }
  });

  test('and while it is away, another one takes its place', () => {
    const plan = planDisplayWindow({ monitors: [CASHIER, right], cashierId: 1 }, memoryOf(left));
    expect(plan).toMatchObject({ monitorId: 3 });
  });
});

const SIZES = [
  [1920, 1080],
  [1080, 1920],
  [1536, 864],
  [1280, 720],
  [1024, 768],
  [0, 0],
] as const;
const anyMonitor = fc
  .record({
    id: fc.integer({ min: -10, max: 6 }),
    label: fc.constantFrom('', 'Twin', 'Customer'),
    internal: fc.boolean(),
    size: fc.constantFrom(...SIZES),
    x: fc.integer({ min: -4000, max: 4000 }),
    y: fc.integer({ min: -4000, max: 4000 }),
  })
  .map(({ size: [width, height], x, y, ...rest }) => ({ ...rest, bounds: { x, y, width, height } }));
const anyMonitors = fc.uniqueArray(anyMonitor, { selector: (one) => one.id, maxLength: 5 });
const anyScene = fc.record({ monitors: anyMonitors, cashierId: fc.integer({ min: -10, max: 6 }) });
const anyMemory = fc.option(anyMonitor.map(memoryOf));

describe('whatever the monitors', () => {
  test('the plan fills exactly one of them and never covers the cashier’s', () => {
    fc.assert(
      fc.property(anyScene, anyMemory, (scene, remembered) => {
        const plan = planDisplayWindow(scene, remembered);
        if (plan.kind === 'none') return;
        const chosen = scene.monitors.find((one) => one.id === plan.monitorId);
        const cashier = scene.monitors.find((one) => one.id === scene.cashierId);
        expect(plan.bounds).toEqual(chosen?.bounds);
        expect(plan.monitorId).not.toBe(scene.cashierId);
        expect(cashier !== undefined && overlaps(plan.bounds, cashier.bounds)).toBe(false);
      }),
    );
  });

  test('the plan does not depend on the order the system lists them in', () => {
    fc.assert(
      fc.property(anyScene, anyMemory, (scene, remembered) => {
        const reversed = { ...scene, monitors: scene.monitors.toReversed() };
        expect(planDisplayWindow(reversed, remembered)).toEqual(planDisplayWindow(scene, remembered));
      }),
    );
  });

  test('there is no display only when every other monitor is empty or overlaps the cashier’s', () => {
    fc.assert(
      fc.property(anyScene, anyMemory, (scene, remembered) => {
        const cashier = scene.monitors.find((one) => one.id === scene.cashierId);
        if (cashier === undefined || planDisplayWindow(scene, remembered).kind === 'show') return;
        for (const one of scene.monitors) {
          if (one.id === cashier.id || one.bounds.width === 0) continue;
          expect(overlaps(one.bounds, cashier.bounds)).toBe(true);
        }
      }),
    );
  });

  test('remembering the monitor in use keeps the display where it is', () => {
    fc.assert(
      fc.property(anyScene, anyMemory, (scene, remembered) => {
        const plan = planDisplayWindow(scene, remembered);
        const chosen = scene.monitors.find((one) => plan.kind === 'show' && one.id === plan.monitorId);
        if (chosen !== undefined) expect(planDisplayWindow(scene, memoryOf(chosen))).toEqual(plan);
      }),
    );
  });
});
