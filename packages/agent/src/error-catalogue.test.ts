import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorCatalogue, errorPage } from './error-catalogue.ts';

it('docs/errors.md says what the catalogues say, no more and no less (vitest -u writes it anew)', async () => {
  await expect(errorPage()).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/errors.md'));
});

it('every entry can be acted on, and its code names a family of the page', () => {
  const page = errorPage();
  for (const entry of errorCatalogue()) {
    expect(entry.code).toMatch(/^(TILL|MPLUS|PAY|MSP|KC|ZVT|SHOP)-\d{3}$/);
    expect(page).toContain(`| \`${entry.code}\` |`);
    for (const text of [entry.title, entry.cashier, entry.it]) expect(text.trim(), entry.code).not.toBe('');
  }
});
