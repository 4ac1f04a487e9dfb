import { cents } from '@tillbridge/kernel';
import type { PaymentOrder, TillId } from '@tillbridge/payments';
import { FakeClock, MemoryPaymentStore, ScriptedProvider, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { crashingDriver, crashingStore } from './crash-points.ts';

const ORDER: PaymentOrder = {
  reference: samplePayment(1).id,
  direction: 'pay',
  amountCents: cents(270),
  till: '1-1' as TillId,
  description: 'x',
  lines: [],
  expiresAt: Number.MAX_SAFE_INTEGER,
};
const call = () => ({ signal: new AbortController().signal, timeoutMs: 1_000 });

function cutter() {
  const cuts: string[] = [];
  return { cuts, cut: () => void cuts.push('cut') };
}

describe('power cuts', () => {
  it('after-intent: before the provider hears of it', async () => {
    const clock = new FakeClock();
    const provider = new ScriptedProvider(clock);
    const { cuts, cut } = cutter();
    void crashingDriver(provider.terminal('pin'), 'after-intent', cut).begin(ORDER, call());
    await clock.settle();
    expect(cuts).toEqual(['cut']);
    expect(provider.orders.size).toBe(0);
  });

  it('after-create: when the provider has it and nobody here knows', async () => {
    const clock = new FakeClock();
    const provider = new ScriptedProvider(clock);
    const { cuts, cut } = cutter();
    let answered = false;
    void crashingDriver(provider.terminal('pin'), 'after-create', cut)
      .begin(ORDER, call())
      .then(() => {
        answered = true;
      });
    await clock.settle();
    expect(cuts).toEqual(['cut']);
    expect(provider.orders.size).toBe(1);
    expect(answered).toBe(false);
  });

  it('after-paid: when the approval is stored and the till has not heard it', async () => {
    const store = new MemoryPaymentStore();
    const { cuts, cut } = cutter();
    const crashing = crashingStore(store, 'after-paid', cut);
    const payment = samplePayment(1);
    await crashing.commit((transaction) => transaction.insert(payment));
    expect(cuts).toEqual([]);
    void crashing.commit((transaction) => transaction.update({ ...payment, state: 'approved', version: 2 }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(cuts).toEqual(['cut']);
    expect(store.byId(payment.id)?.state).toBe('approved');
  });

  it('leaves everything else as it is', () => {
    const provider = new ScriptedProvider(new FakeClock());
    const driver = provider.terminal('pin');
    expect(crashingDriver(driver, 'after-paid', () => undefined)).toBe(driver);
    const store = new MemoryPaymentStore();
    expect(crashingStore(store, 'after-intent', () => undefined)).toBe(store);
  });
});
