import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ShopAction, ShopActionResult, ShopView } from '../../../simulator/src/shop/shop-view.ts';

const SHOP = join(import.meta.dirname, '../../../simulator/src/shop.ts');
const READY_WITHIN_MS = 60_000;

/** A running demo shop: the agent, the till, the payment cloud and the page, each on a free port. */
export interface Shop {
  /** The page "the shop on one page". */
  readonly pageUrl: string;
  view(): Promise<ShopView>;
  act(action: ShopAction): Promise<void>;
}

/** Lends a whole shop on free ports, with its own data folder, and takes it back. */
export async function withShop<T>(use: (shop: Shop) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-e2e-'));
  const child = spawn(
    process.execPath,
    [SHOP, '--json', '--port', '0', '--agent-port', '0', '--pay-port', '0', '--data', folder],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '1' } },
  );
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  try {
    const pageUrl = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the shop did not open in time')), READY_WITHIN_MS);
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        const ready = /^\{"event":"ready".*"page":"([^"]+)"/.exec(line);
        if (ready?.[1] === undefined) return;
        clearTimeout(timer);
        resolve(ready[1]);
      });
      void ended.then(() => reject(new Error('the shop closed before it opened')));
    });
    return await use({
      pageUrl,
      view: async () => (await (await fetch(`${pageUrl}/shop/view`)).json()) as ShopView,
      act: async (action) => {
        const response = await fetch(`${pageUrl}/shop/act`, { method: 'POST', body: JSON.stringify(action) });
        const result = (await response.json()) as ShopActionResult;
        if (!result.ok) throw new Error(`${action.do}: ${result.why}`);
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${lines.slice(-60).join('\n')}`, {
      cause: error,
    });
  } finally {
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  }
}
