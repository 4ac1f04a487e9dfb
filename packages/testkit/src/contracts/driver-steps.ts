/** What the suites of payment drivers do again and again. */
import type { CallContext } from '@tillbridge/kernel';
import type { Phase, RouteDriver, Standing } from '@tillbridge/payments';
import { test } from 'vitest';
import {
  CREATE_BUDGET_MS,
  type DriverFault,
  type DriverRig,
  handleFor,
  type MakeRig,
  type RigOptions,
  sampleOrder,
} from './driver-rig.ts';

export const WATCH_MS = 200_000;
export const RIGHT: RigOptions = { credentials: 'right', refunds: true };

export function call(timeoutMs: number, signal: AbortSignal = new AbortController().signal): CallContext {
  return { timeoutMs, signal };
}

/** Begins a payment that is accepted, and watches it. */
export async function started<D extends RouteDriver>(rig: DriverRig<D>, parts: Parameters<typeof sampleOrder>[1] = {}) {
  const order = sampleOrder(rig.clock, parts);
  const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
  if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
  const phases: Phase[] = [];
  const observe = (phase: Phase) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  };
  const follow = rig.driver.follow(handleFor(order, begun.providerRef), observe, call(WATCH_MS));
  // A rig that closes with the watch still running ends it; nobody waits for that.
  follow.catch(() => undefined);
  return { order, providerRef: begun.providerRef, follow, phases };
}

export function approvalOf(standing: Standing) {
  if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') {
    throw new Error(`not approved: ${JSON.stringify(standing)}`);
  }
  return standing.outcome.approval;
}

/** A test that begins with a fault; shown as skipped where the other side can't have it. */
export function faultTest<D extends RouteDriver>(
  makeRig: MakeRig<D>,
  fault: DriverFault,
  name: string,
  use: (rig: DriverRig<D>) => Promise<void>,
): void {
  test(name, async (context) => {
    await withRig(makeRig, RIGHT, async (rig) => {
      const later = fault.startsWith('status') || fault === 'abort-reply-lost';
      if (!rig.other.can(fault)) return context.skip('this other side has no such fault');
      if (!later) await rig.other.fault(fault);
      await use(rig);
    });
  });
}

export async function withRig<D extends RouteDriver>(
  makeRig: MakeRig<D>,
  options: RigOptions,
  use: (rig: DriverRig<D>) => Promise<void>,
): Promise<void> {
  const rig = await makeRig(options);
  try {
    await use(rig);
  } finally {
    await rig.close();
  }
}
