/** What docs/vouchers.md tells venues to write is what the settings take. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainRule } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import { settingsFromText } from '../host/load-settings.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/vouchers.md'), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```yaml\n(vouchers:\n[\s\S]*?)```/g)].map(([, text]) => text ?? '');

const SHOP = `version: 1
venue: { name: Eik }
data: /tmp/none
listen: { port: 0 }
mplus: { subscriptions: [{ id: S, secret: { env: SECRET } }] }
tills: [{ branch: 3, workplace: 12, name: Restaurant, subscription: S, card: zvt }]
routes: [{ id: zvt, name: ZVT, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: ZVT } }]
`;
const ENVIRONMENT = {
  SECRET: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  ZVT: '123456',
  TICKETSHOP_KEY: 'demo-ticket-shop-key-not-a-real-one',
};

describe('the examples for venues', () => {
  it('are there', () => expect(EXAMPLES).toHaveLength(7));

  it.each(EXAMPLES)('are settings: %#', async (example) => {
    const loaded = await settingsFromText(`${SHOP}${example}`, '/tmp/none/shop.yaml', ENVIRONMENT);
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    if (!loaded.ok) return;
    const { products = [], articles = [] } = loaded.settings.vouchers ?? {};
    expect(products.length + articles.length).toBeGreaterThan(0);
    for (const { gives } of products) for (const { rule } of gives) expect(explainRule(rule, 'en')[0]).toMatch(/\.$/);
  });
});
