import { expect, it } from 'vitest';
import { openPaymentsBench } from './open-payments.ts';
import { providersBench } from './providers.ts';

/** The figures of so short a run say nothing: what is proved is that each payment over each route is paid once. */
it('pays over every route of every provider', async () => {
  const findings = await providersBench({ payments: 2, warmUp: 1 });
  expect(findings.map(({ metric }) => metric)).toEqual([
    'own_p95_pay_terminal',
    'own_p95_pay_qr',
    'own_p95_msp_terminal',
    'own_p95_msp_qr',
    'own_p95_kc_qr',
  ]);
  for (const finding of findings) expect(finding).toMatchObject({ against: { value: 20 } });
}, 60_000);

it('holds payments open over every route, asks each cloud about them, and ends them all', async () => {
  const findings = await openPaymentsBench({ each: 2, holdMs: 1_000 });
  expect(findings).toMatchObject([
    { metric: 'open_payments', value: 10, ratio: 1 },
    { metric: 'open_paid', value: 10, ratio: 1 },
    { metric: 'open_requests_pay', against: { value: 1_500 } },
    { metric: 'open_at_once_pay', against: { value: 150 } },
    { metric: 'open_requests_multisafepay', against: { value: 120 } },
    { metric: 'open_requests_kassacompleet', against: { value: 120 } },
  ]);
}, 60_000);
