import { withTempStore } from '@tillbridge/testkit';
import type { CatalogueArticle } from '@tillbridge/vouchers';
import { expect, test } from 'vitest';

const PANCAKE: CatalogueArticle = {
  number: '9223372036854775807',
  name: 'Pannenkoek',
  group: 10,
  active: true,
  moved: null,
  goneAt: null,
};

test('the catalogue is there again after a restart, as it was written last', async () => {
  await withTempStore(async ({ store, reopen }) => {
    expect(store.catalogue.read()).toEqual({
      articles: [],
      groups: [],
      progress: { marker: '0', readAt: null, wholeAt: null },
    });
    const groups = [{ number: 10, name: 'Warme keuken' }];
    await store.catalogue.write({
      articles: [PANCAKE, { ...PANCAKE, number: '1', group: null }],
      groups,
      progress: { marker: '12345678901234567890', readAt: null, wholeAt: null },
    });
    const changed = { ...PANCAKE, active: false, group: 11, moved: { from: 10, at: 5 }, goneAt: 7 };
    const progress = { marker: '12345678901234567891', readAt: 8, wholeAt: 9 };
    await store.catalogue.write({ articles: [changed], groups: null, progress });
    const copy = reopen().catalogue.read();
    expect(copy.articles.toSorted((a, b) => a.number.length - b.number.length)).toEqual([
      { ...PANCAKE, number: '1', group: null },
      changed,
    ]);
    expect(copy).toMatchObject({ groups, progress });
  });
});

test('groups are replaced as a whole', async () => {
  await withTempStore(async ({ store }) => {
    const progress = { marker: '1', readAt: 1, wholeAt: 1 };
    await store.catalogue.write({ articles: [], groups: [{ number: 10, name: 'Warm' }], progress });
    await store.catalogue.write({ articles: [], groups: [{ number: 20, name: 'Dranken' }], progress });
    expect(store.catalogue.read().groups).toEqual([{ number: 20, name: 'Dranken' }]);
  });
});
