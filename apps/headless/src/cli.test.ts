import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalFile } from '@tillbridge/agent';
import { openStore } from '@tillbridge/store-sqlite';
import { FakeClock, memoryLog, nodeDigest, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

async function tillbridge(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(args, { env: {}, out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out, err, text: [...out, ...err].join('\n') };
}

/** Lends a data folder with a journal of three facts about two payments. */
function withJournal(use: (folder: string) => Promise<void>) {
  return withTempFolder(async (folder) => {
    const store = openStore({
      file: journalFile(folder),
      digest: nodeDigest(),
      clock: new FakeClock(),
      log: memoryLog(),
    });
    await store.commit((transaction) => {
      transaction.appendFact({
        kind: 'payment.intended',
        subject: '01AAAAAA1111',
        at: 1_000,
        body: { amountCents: 270 },
      });
      transaction.appendFact({
        kind: 'payment.intended',
        subject: '01BBBBBB2222',
        at: 2_000,
        body: { amountCents: 100 },
      });
      transaction.appendFact({ kind: 'payment.approved', subject: '01AAAAAA1111', at: 3_000, body: {} });
    });
    store.close();
    await use(folder);
  });
}

describe('the command line', () => {
  it('explains itself', async () => {
    expect(await tillbridge('--help')).toMatchObject({ code: 0, err: [] });
    expect(await tillbridge('run', '--help')).toMatchObject({ code: 0 });
    expect((await tillbridge('--version')).out).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect(await tillbridge()).toMatchObject({ code: 2 });
  });

  it.each([
    [['frobnicate'], "Unknown command 'frobnicate'."],
    [['constructor'], "Unknown command 'constructor'."],
    [['journal'], 'journal wants verify, show or export.'],
    [['journal', 'burn'], "journal can't 'burn'."],
    [['journal', 'show', '--last', 'many', '--data', '.'], '--last wants a whole number above 0.'],
    [['journal', 'show', 'a', 'b', '--data', '.'], "Unexpected word 'b'."],
    [['status', '--loudly'], "Unknown option '--loudly'."],
    [['config', 'write'], "config can't 'write'."],
    [['pair', '--role', 'boss', '--data', '.'], '--role is display or cashier.'],
    [['cert', 'create'], 'cert create wants --host NAME, the name or address tills use; several are fine.'],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const { code, err, text } = await tillbridge(...args);
    expect(code).toBe(2);
    expect(err[0]).toBe(sentence);
    expect(text).not.toContain('    at ');
  });

  it('says what is wrong with the settings, with line and path, and ends with 3', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      writeFileSync(file, 'version: 1\nvenu: {}\n');
      for (const args of [
        ['config', 'check', file],
        ['run', '--config', file],
        ['status', '--config', file],
      ]) {
        const { code, text } = await tillbridge(...args);
        expect(code).toBe(3);
        expect(text).toContain('tillbridge.yaml:2:');
      }
      expect(await tillbridge('config', 'check', join(folder, 'nothing.yaml'))).toMatchObject({ code: 3 });
    });
  });

  it('says that no agent runs, and ends with 4', async () => {
    await withTempFolder(async (folder) => {
      for (const command of ['status', 'windows', 'pair']) {
        const { code, text } = await tillbridge(command, '--data', folder);
        expect(code).toBe(4);
        expect(text).toContain('tillbridge run');
      }
      // One that died without a word left its file behind.
      writeFileSync(
        join(folder, 'agent.json'),
        JSON.stringify({
          pid: 1,
          address: 'http://127.0.0.1:9',
          lanAddress: null,
          launch: { cashier: 'c', display: 'd' },
        }),
      );
      expect(await tillbridge('status', '--data', folder)).toMatchObject({ code: 4 });
    });
  });
});

describe('tillbridge journal', () => {
  it('J2: verify walks the whole chain and names its head', async () => {
    await withJournal(async (folder) => {
      expect(await tillbridge('journal', 'verify', '--data', folder)).toMatchObject({
        code: 0,
        out: [expect.stringMatching(/^The journal holds: 3 facts, head [0-9a-f]{64}$/)],
      });
      const { out } = await tillbridge('journal', 'verify', '--json', '--data', folder);
      expect(JSON.parse(out[0] ?? '')).toMatchObject({ ok: true, head: { sequence: 3 } });
    });
  });

  it('show tells a payment by its id, by the end of it, a fact by its number, or the newest', async () => {
    await withJournal(async (folder) => {
      const shown = async (...args: string[]) => {
        const { out } = await tillbridge('journal', 'show', ...args, '--json', '--data', folder);
        return out.map((line) => JSON.parse(line).sequence);
      };
      expect(await shown('01aaaaaa1111')).toEqual([1, 3]);
      expect(await shown('AA1111')).toEqual([1, 3]);
      expect(await shown('2')).toEqual([2]);
      expect(await shown('--last', '2')).toEqual([2, 3]);
      expect(await shown()).toEqual([1, 2, 3]);
      expect(await tillbridge('journal', 'show', 'CCCCCC', '--data', folder)).toMatchObject({ code: 1, out: [] });
    });
  });

  it('show finds a payment that was started on a device by its provider’s number, or the end of it', async () => {
    await withTempFolder(async (folder) => {
      const ports = { digest: nodeDigest(), clock: new FakeClock(), log: memoryLog() };
      const store = openStore({ file: journalFile(folder), ...ports });
      const body = { account: 'pay', amountCents: 1250, state: 'paid' };
      await store.commit((transaction) => {
        transaction.appendFact({ kind: 'device.payment', subject: '51000200023X1f44', at: 1_000, body });
      });
      store.close();
      for (const word of ['51000200023X1f44', '3X1f44', '3x1F44']) {
        const { code, out } = await tillbridge('journal', 'show', word, '--data', folder);
        expect([code, out[0]]).toEqual([
          0,
          expect.stringMatching(/device\.payment .*51000200023X1f44 .*"amountCents":1250/),
        ]);
      }
    });
  });

  it('export prints every fact on a line, from a number on', async () => {
    await withJournal(async (folder) => {
      const { code, out } = await tillbridge('journal', 'export', '--from', '2', '--data', folder);
      expect(code).toBe(0);
      expect(out.map((line) => JSON.parse(line))).toMatchObject([
        { sequence: 2, kind: 'payment.intended', subject: '01BBBBBB2222', at: 2_000, body: { amountCents: 100 } },
        { sequence: 3, kind: 'payment.approved' },
      ]);
    });
  });

  it('says when there is none', async () => {
    await withTempFolder(async (folder) => {
      const { code, err } = await tillbridge('journal', 'verify', '--data', folder);
      expect([code, err[0]]).toEqual([1, `There is no journal in ${folder} yet.`]);
    });
  });
});
