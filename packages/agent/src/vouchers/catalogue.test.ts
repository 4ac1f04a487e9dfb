import { DEMO_ARTICLES, type SimArticle } from '@tillbridge/simulators/mplusapi';
import { describe, expect, test } from 'vitest';
import { type MplusApiRig, withMplusApi } from '../test/mplus-api-rig.ts';
import { voucherSettings } from '../test/mplus-api-samples.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUIET = { settings: { checkConsumers: false } };

const BURGER: SimArticle = { number: '4201', name: 'Burgermenu', group: 10, active: true };

/** What the report says of articles, in short. */
function changes({ rooms }: MplusApiRig): readonly string[] {
  return (rooms.report()?.catalogue.findings ?? []).map(
    ({ error, rule, article, group, successor }) =>
      `${error.code} ${rule} ${article ?? `group ${group}`}${successor === null ? '' : ` → ${successor}`}`,
  );
}

/** The markers that products were asked from. */
function markers({ sim }: MplusApiRig): readonly string[] {
  return sim.messages().flatMap((message) => {
    const asked = /"name":"syncMarker","attributes":\{\},"children":\[\],"text":"(\d+)"/.exec(JSON.stringify(message));
    return asked?.[1] === undefined ? [] : [asked[1]];
  });
}

describe('the catalogue', () => {
  test('is read by sync markers: all at first, then what is new, and it stands without a line after a restart', async () => {
    await withMplusApi(async (rig) => {
      const { sim, restart } = rig;
      expect(rig.rooms.catalogue.turnoverGroupOf('4201')).toBeNull();
      expect(await rig.rooms.look()).toMatchObject({
        catalogue: { articles: DEMO_ARTICLES.length, groups: 5, findings: [] },
        line: { trouble: null },
      });
      expect(markers(rig)).toEqual(['1', '13']);
      expect(rig.rooms.catalogue.turnoverGroupOf('4201')).toBe(10);
      expect(rig.rooms.catalogue.nameOf('4102')).toBe('Koffie');

      sim.putArticle({ number: '4999', name: 'Churros', group: 11, active: true });
      await rig.rooms.look();
      expect(markers(rig).slice(2)).toEqual(['13', '14']);

      sim.fault({ on: 'any', do: 'drop', percent: 100 });
      await restart();
      expect(rig.rooms.catalogue.turnoverGroupOf('4999')).toBe(11);
      expect(rig.rooms.catalogue.nameOf('4999')).toBe('Churros');
    }, QUIET);
  });

  test('is the till’s own over the settings, which speak of what the till doesn’t have', async () => {
    const articles = [
      { number: '9999', name: 'By hand', group: 77 },
      { number: '4201', name: 'Settings’ burger', group: 78 },
    ];
    await withMplusApi(async (rig) => {
      await rig.restart({ ...voucherSettings(QUIET.settings), articles });
      expect(rig.rooms.catalogue.turnoverGroupOf('4201')).toBe(78);
      await rig.rooms.look();
      expect(rig.rooms.catalogue.turnoverGroupOf('4201')).toBe(10);
      expect(rig.rooms.catalogue.nameOf('9999')).toBe('By hand');
    }, QUIET);
  });

  test('goes on where it was after a failure, and keeps what it has', async () => {
    await withMplusApi(async (rig) => {
      await rig.rooms.look();
      rig.sim.putArticle({ ...BURGER, name: 'Burger menu XL' });
      for (const fault of [
        { do: 'garbage' },
        { do: 'cut-short' },
        { do: 'fault', code: 'Server' },
        { do: 'bad-gateway' },
      ] as const) {
        rig.sim.fault({ on: 'getProducts', ...fault });
        expect((await rig.rooms.look())?.line.trouble).not.toBeNull();
        expect(rig.rooms.catalogue.nameOf('4201')).toBe('Burgermenu');
      }
      await rig.rooms.look();
      expect(rig.rooms.catalogue.nameOf('4201')).toBe('Burger menu XL');
      expect(rig.rooms.report()?.line.trouble).toBeNull();
    }, QUIET);
  });

  test('is asked for in smaller parts when an answer is too large', async () => {
    const articles = Array.from({ length: 150 }, (_, n): SimArticle => ({ ...BURGER, number: String(5_000 + n) }));
    await withMplusApi(
      async (rig) => {
        expect((await rig.rooms.look())?.catalogue.articles).toBe(150);
        expect(rig.sim.counts().getProducts).toBeGreaterThan(4);
      },
      { ...QUIET, simulator: { articles }, maxBodyBytes: 8_192 },
    );
  });

  test('is read now and every so often, sooner after a failure, until the agent ends', async () => {
    await withMplusApi(async ({ rooms, sim, clock, until }) => {
      const asked = () => sim.counts().getProducts ?? 0;
      const idle = () => until(() => clock.sleeping === 1);
      rooms.start();
      rooms.start();
      await until(() => asked() === 2);
      await idle();
      await clock.advance(HOUR_MS - 1);
      expect(asked()).toBe(2);
      sim.fault({ on: 'getProducts', do: 'drop' });
      await clock.advance(1);
      await until(() => asked() === 3);
      await idle();
      await clock.advance(30_000);
      await until(() => asked() === 4);
      await idle();
    }, QUIET);
  });
});

describe('rules and catalogue that went apart', () => {
  test('an article that was deleted is found by the daily reading of everything, with its likely successor', async () => {
    await withMplusApi(async (rig) => {
      await rig.rooms.look();
      rig.sim.deleteArticle('4201');
      rig.sim.putArticle({ ...BURGER, number: '4999' });
      await rig.rooms.look();
      expect(changes(rig)).toEqual([]);
      await rig.clock.advance(DAY_MS);
      await rig.rooms.look();
      expect(changes(rig)).toEqual(['MPLUS-221 burger 4201 → 4999']);
      expect(rig.notices).toEqual([{ code: 'article-changed', errorCode: 'MPLUS-221', about: 'burger: 4201 → 4999' }]);
      // Told once, and over when the till has it again.
      await rig.rooms.look();
      expect(rig.notices).toHaveLength(1);
      rig.sim.putArticle(BURGER);
      await rig.rooms.look();
      expect(changes(rig)).toEqual([]);
    }, QUIET);
  });

  test('an article that is switched off, one that the till never had, and a group that is gone', async () => {
    await withMplusApi(async (rig) => {
      rig.sim.putArticle({ ...BURGER, active: false });
      rig.sim.deleteGroup(20);
      await rig.rooms.look();
      expect(changes(rig)).toEqual(['MPLUS-222 burger 4201', 'MPLUS-224 season group 20']);
      rig.sim.deleteArticle('4201');
      await rig.restart();
      await rig.clock.advance(DAY_MS);
      await rig.rooms.look();
      expect(changes(rig)).toEqual(['MPLUS-221 burger 4201', 'MPLUS-224 season group 20']);
    }, QUIET);
  });

  test('an article in another turnover group: told to those who name it and to those who name a group, for a month', async () => {
    await withMplusApi(async (rig) => {
      await rig.rooms.look();
      rig.sim.putArticle({ ...BURGER, group: 11 });
      rig.sim.putArticle({ number: '4801', name: 'Mok', group: 40, active: true });
      await rig.rooms.look();
      expect(changes(rig)).toEqual(['MPLUS-223 burger 4201', 'MPLUS-223 season 4201']);
      expect(rig.rooms.report()?.catalogue.findings[1]).toMatchObject({ from: 10, group: 11, name: 'Burgermenu' });
      expect(rig.rooms.catalogue.turnoverGroupOf('4201')).toBe(11);
      await rig.restart();
      expect(changes(rig)).toHaveLength(2);
      await rig.clock.advance(31 * DAY_MS);
      expect(changes(rig)).toEqual([]);
    }, QUIET);
  });

  test('an API that suddenly lists nothing is not believed', async () => {
    await withMplusApi(async (rig) => {
      await rig.rooms.look();
      for (const { number } of DEMO_ARTICLES) rig.sim.deleteArticle(number);
      await rig.clock.advance(DAY_MS);
      await rig.rooms.look();
      expect(changes(rig)).toEqual([]);
      expect(rig.rooms.catalogue.nameOf('4201')).toBe('Burgermenu');
    }, QUIET);
  });

  test('nothing is said before the catalogue was read once', async () => {
    await withMplusApi(async (rig) => {
      rig.sim.fault({ on: 'any', do: 'drop', percent: 100 });
      await rig.rooms.look();
      expect(changes(rig)).toEqual([]);
    }, QUIET);
  });
});

test('without the API in the settings there is no more than the settings say', async () => {
  await withMplusApi(async (rig) => {
    await rig.restart({ ...voucherSettings(), mplus: null });
    rig.rooms.start();
    expect(await rig.rooms.look()).toBeNull();
    expect(rig.rooms.catalogue.nameOf('9999')).toBe('By hand');
    expect(rig.rooms.handlers.size).toBe(0);
    expect(rig.sim.counts()).toEqual({});
  });
});
