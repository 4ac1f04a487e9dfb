import { expect, it } from 'vitest';
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
