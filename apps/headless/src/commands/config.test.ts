import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { cli } from '../cli.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../resources/tillbridge.example.yaml');

async function config(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const say = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await cli(['config', ...args], { env: {}, ...say });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('tillbridge config show', () => {
  it('tells what applies, defaults filled in, without looking a secret up', async () => {
    const { code, out, err } = await config('show', EXAMPLE);
    expect([code, err]).toEqual([0, '']);
    const shown = JSON.parse(out);
    expect(shown).toMatchObject({
      file: EXAMPLE,
      dataFolder: join(EXAMPLE, '../data'),
      settings: {
        listen: { port: 8620, lan: null },
        tills: [{ id: '3-12', language: 'nl', card: ['pin-1'] }],
        routes: [{ id: 'pin-1', leaseMs: 90_000, unattended: false }, { id: 'pay-qr' }],
        accounts: [{ kind: 'pay', unsignedExchanges: 'refuse', readsPerSecond: 100 }],
      },
    });
  });

  it('S1: names no secret’s place, nobody of the staff, and no code of the merchant in full', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      const staff = 'staff:\n  - name: Anja\n    pin: { env: TILLBRIDGE_PIN_ANJA }\n';
      writeFileSync(file, readFileSync(EXAMPLE, 'utf8').replace('staff: []\n', staff));
      const { code, out } = await config('show', '--config', file);
      expect(code).toBe(0);
      const { settings } = JSON.parse(out);
      expect(settings.mplus.subscriptions).toEqual([
        { id: 'TILLBRIDGE-BALIE', secret: 'from an environment variable' },
      ]);
      expect(settings.staff).toEqual({ people: 1 });
      for (const hidden of ['PAY_API_TOKEN', 'TILLBRIDGE_SECRET_BALIE', 'PIN_ANJA', 'Anja', 'SL-1234', 'AT-1234'])
        expect(out).not.toContain(hidden);
    });
  });

  it('says warnings beside it, and mistakes instead of it', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      const text = readFileSync(EXAMPLE, 'utf8');
      writeFileSync(file, text.replace('    qr: pay-qr\n', ''));
      const warned = await config('show', file);
      expect(warned).toMatchObject({ code: 0, err: expect.stringMatching(/warning.*routes\[1\]/) });
      expect(JSON.parse(warned.out).settings.tills[0].qr).toEqual([]);
      writeFileSync(file, text.replace('version: 1', 'version: 2'));
      expect(await config('show', file)).toMatchObject({
        code: 3,
        out: '',
        err: expect.stringContaining('TILL-304 version'),
      });
      expect(await config('show', file, 'another')).toMatchObject({ code: 2 });
    });
  });
});

describe('tillbridge config schema', () => {
  it('is a JSON Schema that knows every part of the example, and refuses what nobody knows', async () => {
    const { code, out } = await config('schema');
    expect(code).toBe(0);
    const schema = JSON.parse(out);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
    const parts = [...readFileSync(EXAMPLE, 'utf8').matchAll(/^([a-z]+):/gim)].map(([, key]) => key);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(parts));
  });

  it('takes no words', async () => {
    expect(await config('schema', 'x')).toMatchObject({ code: 2, out: '' });
  });
});
