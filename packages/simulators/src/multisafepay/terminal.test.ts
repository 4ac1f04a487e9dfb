import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { MspTerminalAction } from './terminal.ts';
import { TERMINAL, withMsp } from './testing/sim-rig.ts';

/** A terminal with an order of this amount, and what the order shows after each step. */
async function played(
  amount: number,
  steps: readonly (readonly [MspTerminalAction | number, string, string])[],
): Promise<void> {
  await withMsp(new FakeClock(), async ({ msp, clock, create }) => {
    await create({ amount });
    await clock.advance(200);
    for (const [step, state, status] of steps) {
      if (typeof step === 'number') await clock.advance(step);
      else msp.terminal(TERMINAL, step);
      expect([step, msp.terminals()[1]?.state, msp.order('A1')?.status]).toEqual([step, state, status]);
    }
  });
}

test('a small amount is tapped without a PIN', () =>
  played(1470, [
    ['tap', 'processing', 'initialized'],
    [600, 'idle', 'completed'],
  ]));

test('a larger one asks for it', () =>
  played(5001, [
    ['tap', 'pin', 'initialized'],
    ['pin', 'processing', 'initialized'],
    [600, 'idle', 'completed'],
  ]));

test('a soft decline asks for the PIN, and the payment goes on', () =>
  played(1470, [
    ['soft-decline', 'declined', 'declined'],
    [1_500, 'pin', 'initialized'],
    ['pin', 'processing', 'initialized'],
    [600, 'idle', 'completed'],
  ]));

test('a declined card leaves the order open for another one', () =>
  played(1470, [
    ['decline', 'declined', 'declined'],
    [1_500, 'presenting', 'initialized'],
    ['approve', 'idle', 'completed'],
  ]));

test('a minute without anybody cancels; every card begins it anew', () =>
  played(1470, [
    [50_000, 'presenting', 'initialized'],
    ['decline', 'declined', 'declined'],
    [50_000, 'presenting', 'initialized'],
    [11_400, 'presenting', 'initialized'],
    [100, 'idle', 'cancelled'],
  ]));

test('nobody cancels while the card is being read', () =>
  played(1470, [
    ['tap', 'processing', 'initialized'],
    ['cancel', 'processing', 'initialized'],
  ]));

describe('without its network', () => {
  test('an order never shows up, and the end of one that did is told later', async () => {
    await withMsp(new FakeClock(), async ({ msp, clock, create }) => {
      await create();
      await clock.advance(200);
      msp.terminal(TERMINAL, 'offline');
      msp.terminal(TERMINAL, 'approve');
      expect(msp.order('A1')?.status).toBe('initialized');
      await create({ order_id: 'A2' });
      await clock.advance(300_000);
      expect(msp.order('A2')?.status).toBe('initialized');
      msp.terminal(TERMINAL, 'online');
      await clock.advance(200);
      expect(msp.order('A1')?.status).toBe('completed');
      expect(msp.terminals()[1]).toMatchObject({ state: 'presenting', orderId: 'A2' });
    });
  });

  test('is a refusal when the switch says so', async () => {
    await withMsp(
      new FakeClock(),
      async ({ msp, create }) => {
        msp.terminal(TERMINAL, 'offline');
        expect((await create()).body.error_code).toBe(1021);
        expect((await create({ gateway_info: { terminal_id: TERMINAL.toLowerCase() } })).body.error_code).toBe(1021);
      },
      { switches: { unreachableTerminal: 'refuse' } },
    );
  });
});

test.each([
  ['queue', 'presenting', 'A2'],
  ['never-show', 'idle', null],
] as const)('a second order on an occupied terminal: %s', async (busyTerminal, state, orderId) => {
  await withMsp(
    new FakeClock(),
    async ({ msp, clock, create }) => {
      await create();
      expect((await create({ order_id: 'A2' })).body.success).toBe(true);
      expect(msp.terminals()[1]?.orderId).toBe('A1');
      msp.terminal(TERMINAL, 'approve');
      await clock.advance(200);
      expect(msp.terminals()[1]).toMatchObject({ state, orderId });
    },
    { switches: { busyTerminal } },
  );
});
