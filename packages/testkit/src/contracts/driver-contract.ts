/**
 * What payment drivers promise, whoever is on the other side. A new driver runs these suites against its simulator; real
 * hardware runs the same ones.
 */
import type { CardTerminal, PaymentId, QrProvider } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { CREATE_BUDGET_MS, type MakeRig, sampleOrder } from './driver-rig.ts';
import { approvalOf, call, faultTest, RIGHT, started, withRig } from './driver-steps.ts';
import { describeDriver } from './every-driver.ts';

/** The suite for drivers of card terminals. */
export function describeCardTerminal(name: string, makeRig: MakeRig<CardTerminal>): void {
  describe(`${name} keeps the contract of a card terminal`, () => {
    describeDriver(makeRig);

    test('tells that the amount stands on the terminal, and carries a masked receipt', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const { order, follow, phases } = await started(rig);
        await rig.pass(3_000);
        expect(phases).toContain('present-card');
        await rig.other.approve(order.reference);
        const outcome = approvalOf(await rig.settle(follow));
        for (const line of outcome.receipts.flatMap((receipt) => receipt.lines)) expect(line).not.toMatch(/\d{12,}/);
      });
    });

    test('gives money back with a positive amount', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const { order, follow } = await started(rig, { direction: 'refund' });
        await rig.pass(1_000);
        await rig.other.approve(order.reference);
        expect(approvalOf(await rig.settle(follow)).finalCents).toBe(order.amountCents);
        expect(await rig.other.charges(order.reference)).toEqual([
          { direction: 'refund', amountCents: order.amountCents },
        ]);
      });
    });

    test('refuses a refund it is not set up for, without asking anybody', async () => {
      await withRig(makeRig, { ...RIGHT, refunds: false }, async (rig) => {
        const order = sampleOrder(rig.clock, { direction: 'refund' });
        const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
        expect(begun).toMatchObject({ kind: 'refused', reason: 'refund-not-possible' });
        expect(await rig.other.creates(order.reference)).toBe(0);
      });
    });

    faultTest(makeRig, 'terminal-in-use', 'a terminal in use is a refusal with a longest wait', async (rig) => {
      const order = sampleOrder(rig.clock);
      const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
      expect(begun).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
      expect(begun.kind === 'refused' && begun.busyForMs).toBeGreaterThan(0);
      // A terminal that tells before it is asked for money is better still.
      expect(await rig.other.creates(order.reference)).toBeLessThanOrEqual(1);
      expect(await rig.other.charges(order.reference)).toEqual([]);
    });

    test('a second payment on an occupied terminal leaves the first alone', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const { order, follow } = await started(rig);
        const second = sampleOrder(rig.clock, { reference: `${order.reference.slice(0, -1)}2` as PaymentId });
        const begun = await rig.settle(rig.driver.begin(second, call(CREATE_BUDGET_MS)));
        expect(begun).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
        await rig.other.approve(order.reference);
        approvalOf(await rig.settle(follow));
        expect(await rig.other.charges(second.reference)).toEqual([]);
      });
    });

    faultTest(makeRig, 'terminal-offline', 'a terminal without a connection is a refusal', async (rig) => {
      const begun = await rig.settle(rig.driver.begin(sampleOrder(rig.clock), call(CREATE_BUDGET_MS)));
      expect(begun).toMatchObject({ kind: 'refused', reason: 'terminal-offline' });
    });
  });
}

/** The suite for QR providers. */
export function describeQrProvider(name: string, makeRig: MakeRig<QrProvider>): void {
  describe(`${name} keeps the contract of a QR provider`, () => {
    describeDriver(makeRig);

    test('answers what the guest scans, with an end no later than asked (P6)', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const order = sampleOrder(rig.clock);
        const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
        if (begun.kind !== 'accepted' || begun.qr === null) throw new Error(`not accepted: ${JSON.stringify(begun)}`);
        expect(begun.qr.payload).toMatch(/^https?:\/\//);
        expect(begun.qr.expiresAt).toBeLessThanOrEqual(order.expiresAt);
        expect(begun.qr.expiresAt).toBeGreaterThan(rig.clock.now());
      });
    });

    test('asks to scan while nobody has', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const { order, follow, phases } = await started(rig);
        await rig.pass(2_000);
        expect(phases).toEqual(['scan']);
        await rig.other.approve(order.reference);
        approvalOf(await rig.settle(follow));
      });
    });

    test('refuses to give money back, without asking anybody', async () => {
      await withRig(makeRig, RIGHT, async (rig) => {
        const order = sampleOrder(rig.clock, { direction: 'refund' });
        const begun = await rig.settle(rig.driver.begin(order, call(CREATE_BUDGET_MS)));
        expect(begun).toMatchObject({ kind: 'refused', reason: 'refund-not-possible' });
        expect(await rig.other.creates(order.reference)).toBe(0);
      });
    });
  });
}
