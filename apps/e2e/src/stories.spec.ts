import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { APPS } from './support/places.ts';

const STORIES_WITHIN_MS = 240_000;
const CRASH_SEED = 20_260_314;

/** Runs one of the simulator's commands and hands back its lines. */
function run(script: string, ...args: readonly string[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(APPS, 'simulator/src', script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, lines: text.split('\n').filter((line) => line !== '') }));
  });
}

test('every scenario of the demo is ok, or says what this machine lacks for it', async () => {
  test.setTimeout(STORIES_WITHIN_MS);
  const { code, lines } = await run('demo.ts', '--scenario', 'all', '--json');
  const results = lines.map(
    (line) => JSON.parse(line) as { scenario: string; ok: boolean; skipped: boolean; ms: number; detail: string },
  );
  for (const { scenario, skipped, detail } of results) {
    if (skipped) test.info().annotations.push({ type: 'skipped', description: `${scenario}: ${detail}` });
  }
  expect(results.filter(({ ok, skipped }) => !ok && !skipped)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(47);
  expect(code).toBe(0);
});

test('kill -9 at random moments loses, doubles and falsifies nothing', async () => {
  test.setTimeout(STORIES_WITHIN_MS);
  const { code, lines } = await run('crash.ts', '--payments', '25', '--seed', String(CRASH_SEED), '--json');
  const report = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  expect(report).toMatchObject({ payments: 25, lost: 0, doubled: 0, wrong: 0, open: 0, findings: [] });
  expect(report.byMeans).toMatchObject({ card: { open: 0 }, qr: { open: 0 }, zvt: { open: 0 } });
  expect(report.kills).toBeGreaterThan(5);
  expect(code).toBe(0);
});

test('kill -9 while a shop injects and tills redeem: nothing acknowledged is lost, nothing is spent twice', async () => {
  test.setTimeout(STORIES_WITHIN_MS);
  const { code, lines } = await run('crash.ts', '--vouchers', '20', '--seed', String(CRASH_SEED), '--json');
  const report = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  expect(report).toMatchObject({ kills: 20, lost: 0, doubled: 0, wrong: 0, overUse: 0, held: 0, findings: [] });
  expect(report.vouchers).toBeGreaterThan(20);
  expect(report.redeemed).toBeGreaterThan(5);
  expect(code).toBe(0);
});
