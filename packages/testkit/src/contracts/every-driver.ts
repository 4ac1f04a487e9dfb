/** What every payment driver promises, whatever it drives. */
import type { RouteDriver } from '@tillbridge/payments';
import { expect, test } from 'vitest';
import {
  CREATE_BUDGET_MS,
  type DriverFault,
  type DriverRig,
  handleFor,
  type MakeRig,
  type RigOptions,
  sampleOrder,
} from './driver-rig.ts';
import { approvalOf, call, faultTest, RIGHT, started, WATCH_MS, withRig } from './driver-steps.ts';

/** A driver that hears nothing has to say so within this time. */
const LONGEST_SILENCE_MS = 45_000;

export function describeDriver<D extends RouteDriver>(makeRig: MakeRig<D>): void {
  const lend = (name: string, use: (rig: DriverRig<D>) => Promise<void>, options: RigOptions = RIGHT) =>
    test(name, () => withRig(makeRig, options, use));

  // --- ends ------------------------------------------------------------------------------------------------------

  lend('paid: approved with the amount, one create, one charge (P1, P3)', async (rig) => {
    const { order, follow, providerRef } = await started(rig);
    await rig.pass(2_000);
    await rig.other.approve(order.reference);
    const approval = approvalOf(await rig.settle(follow));
    expect(approval.finalCents).toBe(order.amountCents);
    expect(approval.transactionReference).not.toBe('');
    expect(await rig.other.creates(order.reference)).toBe(1);
    expect(await rig.other.charges(order.reference)).toEqual([{ direction: 'pay', amountCents: order.amountCents }]);
    const again = await rig.settle(rig.driver.enquire(handleFor(order, providerRef), call(5_000)));
    expect(approvalOf(again)).toEqual(approval);
  });

  lend('declined', async (rig) => {
    const { order, follow } = await started(rig);
    await rig.pass(1_000);
    await rig.other.decline(order.reference);
    expect(await rig.settle(follow)).toMatchObject({ kind: 'final', outcome: { kind: 'declined' } });
    expect(await rig.other.charges(order.reference)).toEqual([]);
  });

  lend('cancelled by the guest', async (rig) => {
    const { order, follow } = await started(rig);
    await rig.pass(1_000);
    await rig.other.cancel(order.reference);
    expect(await rig.settle(follow)).toMatchObject({ kind: 'final', outcome: { kind: 'cancelled' } });
    expect(await rig.other.charges(order.reference)).toEqual([]);
  });

  lend('nobody pays: the amount does not outlive its end (P6)', async (rig) => {
    const { order, follow } = await started(rig, { expiresAt: rig.clock.now() + 60_000 });
    expect(await rig.settle(follow)).toMatchObject({ kind: 'final', outcome: { kind: 'timed-out' } });
    expect(rig.clock.now()).toBeLessThanOrEqual(order.expiresAt + 5_000);
    expect(await rig.other.charges(order.reference)).toEqual([]);
  });

  lend('an enquiry in the middle answers pending', async (rig) => {
    const { order, providerRef } = await started(rig);
    await rig.pass(1_000);
    const standing = await rig.settle(rig.driver.enquire(handleFor(order, providerRef), call(5_000)));
    expect(standing.kind).toBe('pending');
  });

  // --- stopping --------------------------------------------------------------------------------------------------

  lend('stopped in time: the abort is accepted, and the proof follows (P5)', async (rig) => {
    const { order, follow, providerRef } = await started(rig);
    await rig.pass(1_000);
    const answer = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
    expect(answer).toEqual({ kind: 'accepted' });
    expect(await rig.settle(follow)).toMatchObject({ kind: 'final', outcome: { kind: 'cancelled' } });
    expect(await rig.other.charges(order.reference)).toEqual([]);
  });

  lend('stopped after the end: too late, and the outcome stays (P5)', async (rig) => {
    const { order, follow, providerRef } = await started(rig);
    await rig.pass(1_000);
    await rig.other.approve(order.reference);
    const answer = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
    expect(answer.kind).toBe('too-late');
    approvalOf(await rig.settle(follow));
  });

  test('stopped past the point of no return: too late, and paid is reported (P5)', async (context) => {
    await withRig(makeRig, RIGHT, async (rig) => {
      const passNoReturn = rig.other.passNoReturn;
      if (passNoReturn === undefined) return context.skip('this other side has no such state');
      const { order, follow, providerRef } = await started(rig);
      await rig.pass(1_000);
      await passNoReturn(order.reference);
      const answer = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
      expect(answer.kind).toBe('too-late');
      await rig.other.approve(order.reference);
      approvalOf(await rig.settle(follow));
    });
  });

  faultTest(makeRig, 'paid-after-abort', 'money that moves after an accepted abort is reported (P5)', async (rig) => {
    const { order, follow, providerRef } = await started(rig);
    await rig.pass(1_000);
    const answer = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
    expect(answer.kind).toBe('accepted');
    approvalOf(await rig.settle(follow));
    expect(await rig.other.charges(order.reference)).toHaveLength(1);
  });

  faultTest(
    makeRig,
    'abort-reply-lost',
    'a lost answer to an abort is no answer, and a second one works',
    async (rig) => {
      const { order, follow, providerRef } = await started(rig);
      await rig.pass(1_000);
      await rig.other.fault('abort-reply-lost');
      const first = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
      expect(first.kind).toBe('unreachable');
      const second = await rig.settle(rig.driver.abort(handleFor(order, providerRef), call(5_000)));
      expect(second.kind).not.toBe('unreachable');
      expect(await rig.settle(follow)).toMatchObject({ kind: 'final', outcome: { kind: 'cancelled' } });
    },
  );

  // --- the start is never repeated (P3) --------------------------------------------------------------------------

  for (const fault of [
    'create-reply-lost',
    'create-reply-late',
    'create-reply-garbled',
    'create-server-error',
  ] as const satisfies readonly DriverFault[]) {
    faultTest(makeRig, fault, `${fault}: unclear, and asked for once (P3)`, async (rig) => {
      const order = sampleOrder(rig.clock);
      const from = rig.clock.now();
      const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
      expect(begun.kind).toBe('unclear');
      expect(rig.clock.now() - from).toBeLessThanOrEqual(CREATE_BUDGET_MS);
      await rig.pass(30_000);
      expect(await rig.other.creates(order.reference)).toBe(1);
      const standing = await rig.settle(rig.driver.enquire(handleFor(order, null), call(5_000)));
      if (rig.other.provesAbsence) {
        if (standing.kind === 'absent') expect(await rig.other.charges(order.reference)).toEqual([]);
      } else {
        expect(standing.kind, 'no proof that nothing moved').not.toBe('absent');
      }
    });
  }

  faultTest(makeRig, 'create-too-many', 'too many calls: refused, and asked for once (P3)', async (rig) => {
    const order = sampleOrder(rig.clock);
    const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
    expect(begun.kind).toBe('refused');
    await rig.pass(30_000);
    expect(await rig.other.creates(order.reference)).toBe(1);
  });

  lend('nobody there: refused, because nothing left', async (rig) => {
    const order = sampleOrder(rig.clock);
    await rig.other.unplug();
    const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
    expect(begun).toMatchObject({ kind: 'refused', reason: rig.other.nobodyThere });
    expect(await rig.other.creates(order.reference)).toBe(0);
  });

  test('wrong credentials: refused, and no secret in the detail (S1)', async (context) => {
    await withRig(makeRig, { ...RIGHT, credentials: 'wrong' }, async (rig) => {
      if (!rig.other.checksCredentials) return context.skip('this other side asks nobody who they are');
      const begun = await rig.settle(rig.driver.begin(sampleOrder(rig.clock), call(CREATE_BUDGET_MS)));
      expect(begun).toMatchObject({ kind: 'refused', reason: 'provider-refused' });
      expect(JSON.stringify(begun)).not.toMatch(/wrong-key/);
    });
  });

  // --- watching through trouble ----------------------------------------------------------------------------------

  for (const fault of [
    'status-reply-lost',
    'status-garbled',
    'status-server-error',
    'status-too-many',
    'status-slow',
  ] as const satisfies readonly DriverFault[]) {
    faultTest(makeRig, fault, `${fault}: the watch goes on and sees the end`, async (rig) => {
      const { order, follow } = await started(rig);
      await rig.pass(1_000);
      await rig.other.fault(fault);
      await rig.pass(2_000);
      await rig.other.approve(order.reference);
      approvalOf(await rig.settle(follow));
    });
  }

  lend('silence ends the watch without a verdict', async (rig) => {
    const { follow } = await started(rig);
    await rig.pass(1_000);
    const from = rig.clock.now();
    await rig.other.unplug();
    expect((await rig.settle(follow)).kind).toBe('unreachable');
    expect(rig.clock.now() - from).toBeLessThanOrEqual(LONGEST_SILENCE_MS);
  });

  lend('an enquiry and an abort into silence say so', async (rig) => {
    const { order, providerRef } = await started(rig);
    await rig.other.unplug();
    const handle = handleFor(order, providerRef);
    expect((await rig.settle(rig.driver.enquire(handle, call(5_000)))).kind).toBe('unreachable');
    expect((await rig.settle(rig.driver.abort(handle, call(5_000)))).kind).toBe('unreachable');
  });

  lend('the watch keeps to its time', async (rig) => {
    const order = sampleOrder(rig.clock);
    const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
    if (begun.kind !== 'accepted') throw new Error('not accepted');
    const from = rig.clock.now();
    const handle = handleFor(order, begun.providerRef);
    const standing = await rig.settle(rig.driver.follow(handle, () => undefined, call(7_000)));
    expect(standing.kind).toBe('unreachable');
    expect(rig.clock.now() - from).toBe(7_000);
  });

  lend('an order nobody knows is absent', async (rig) => {
    const order = sampleOrder(rig.clock);
    const handle = handleFor(order, 'ffffffff-0000-0000-0000-000000000000');
    expect(await rig.settle(rig.driver.enquire(handle, call(5_000)))).toEqual({ kind: 'absent' });
  });

  // --- calling off -----------------------------------------------------------------------------------------------

  lend('an abort signal ends every call at once, with its reason', async (rig) => {
    const { order, providerRef } = await started(rig);
    const handle = handleFor(order, providerRef);
    const reason = new Error('shutting down');
    const stop = new AbortController();
    const pending = [
      rig.driver.follow(handle, () => undefined, call(WATCH_MS, stop.signal)),
      rig.driver.enquire(handle, call(5_000, stop.signal)),
      rig.driver.abort(handle, call(5_000, stop.signal)),
      rig.driver.begin(sampleOrder(rig.clock), call(CREATE_BUDGET_MS, stop.signal)),
    ];
    const from = rig.clock.now();
    stop.abort(reason);
    for (const result of await rig.settle(Promise.allSettled(pending))) {
      expect(result).toEqual({ status: 'rejected', reason });
    }
    expect(rig.clock.now()).toBe(from);
  });
}
