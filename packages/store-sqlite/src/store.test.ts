import type { PaymentId } from '@tillbridge/payments';
import { samplePayment, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';

describe('the store', () => {
  test('keeps facts and payments across a restart', async () => {
    await withTempStore(async (lent) => {
      const payment = samplePayment(1);
      const answers = await Promise.all([
        lent.store.commit((tx) => {
          tx.insert(payment);
          return tx.appendFact({ kind: 'payment.intent', subject: payment.id, at: 1, body: { amountCents: 270 } })
            .sequence;
        }),
        lent.store.commit((tx) => tx.byId(payment.id)?.version),
      ]);
      expect(answers).toEqual([1, 1]);
      const reopened = lent.reopen();
      expect(reopened.byId(payment.id as PaymentId)).toEqual(payment);
      expect(reopened.head().sequence).toBe(1);
    });
  });
});
