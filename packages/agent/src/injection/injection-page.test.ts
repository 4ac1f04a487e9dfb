/** What docs/injection.md tells shops to type works against a running agent, and its answers are those of the page. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { INJECTION_ERRORS, VOUCHER_ERRORS } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import { SHOP_KEY, withVoucherShop } from '../test/voucher-shop.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/injection.md'), 'utf8');
const SHELL = '/bin/bash';
const why = existsSync(SHELL) && existsSync('/usr/bin/curl') ? '' : ' (curl is not on this machine)';

/** Each command of the page with the answer that follows it; null: none is shown. */
function examples(): readonly { readonly command: string; readonly shown: unknown }[] {
  const blocks = [...PAGE.matchAll(/^```(bash|json)\n(.*?)^```$/gms)].map(([, kind, text = '']) => ({ kind, text }));
  return blocks.flatMap(({ kind, text }, index) => {
    if (kind !== 'bash' || !text.startsWith('curl')) return [];
    const next = blocks[index + 1];
    return [{ command: text, shown: next?.kind === 'json' ? wildcards(JSON.parse(next.text)) : null }];
  });
}

/** "…" stands for whatever it is. */
function wildcards(node: unknown): unknown {
  if (node === '…') return expect.anything();
  if (Array.isArray(node)) return node.map(wildcards);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, wildcards(value)]));
}

describe.skipIf(why !== '')(`the commands of the page${why}`, () => {
  it('do, one after the other, what the page shows', () =>
    withVoucherShop(async ({ address }) => {
      expect(PAGE).toContain(`KEY=${SHOP_KEY}`);
      const all = examples();
      expect(all.length).toBeGreaterThan(10);
      const env = { PATH: '/usr/bin:/bin', VENUE: address, KEY: SHOP_KEY };
      for (const { command, shown } of all) {
        const { stdout } = await promisify(execFile)(SHELL, ['-c', command], { env });
        if (command.includes('/soap')) expect(stdout, command).toContain('<ns:result>ISSUE-VOUCHERS-OK</ns:result>');
        else {
          const answer = JSON.parse(stdout) as object;
          if (shown === null) expect(answer, command).not.toHaveProperty('error');
          else expect(answer, command).toMatchObject(shown as object);
        }
      }
    }));
});

it('the page has every error a shop may hear, with the one who acts', () => {
  const entries = [...Object.values(VOUCHER_ERRORS), ...Object.values(INJECTION_ERRORS)];
  const rows = [...PAGE.matchAll(/^\| (SHOP-\d+) \|.*\| (.*?) \|$/gm)].map(([, code, who]) => [code, who?.slice(0, 3)]);
  const known = entries.filter(({ code }) => code.startsWith('SHOP-'));
  expect(rows.toSorted()).toEqual(
    known.map(({ code, whoActs }) => [code, whoActs === 'it' ? 'the' : 'you']).toSorted(),
  );
});
