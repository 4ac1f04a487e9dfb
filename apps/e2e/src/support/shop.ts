import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { APPS } from './places.ts';

const READY_WITHIN_MS = 30_000;
const CLOSE_WITHIN_MS = 10_000;

/** What the tests read of the shop's view. */
export interface ShopView {
  readonly agent: {
    readonly state: 'starting' | 'up' | 'down';
    readonly pid: number | null;
    readonly restarts: number;
    readonly cashierUrl: string | null;
    readonly displayUrl: string | null;
  };
  /** The workplace of the counter the visitor stands at; till, windows and terminal are those of this one. */
  readonly counter: number;
  readonly till: {
    readonly sale: string;
    readonly lines: readonly { readonly text: string; readonly discount?: { readonly cents: number } }[];
    readonly totalCents: number;
    readonly scan: { readonly recognized: boolean; readonly message: string | null } | null;
    readonly transcript: readonly { readonly event: string; readonly complaint: string | null }[];
    readonly payment: {
      readonly state: string;
      readonly message: string | null;
      readonly qr: string | null;
      readonly receipt: readonly string[];
    } | null;
  };
  /** The newest first. */
  readonly tickets: { readonly sold: readonly { readonly code: string; readonly state: string }[] };
  readonly terminal: { readonly state: string };
  readonly ledger: readonly { readonly by: string; readonly state: string; readonly amountCents: number }[];
}

/** What the tests do in the shop without the mouse. */
export type ShopDeed =
  | { readonly do: 'add-article'; readonly number: number }
  | { readonly do: 'pay'; readonly method: 'K_PAY_PIN' | 'K_PAY_QR' }
  | { readonly do: 'tap' | 'insert'; readonly card: 'good' | 'empty' }
  | { readonly do: 'fault'; readonly id: 'internet-off' | 'bad-till-signature'; readonly on: boolean }
  | { readonly do: 'counter'; readonly workplace: number }
  | { readonly do: 'buy-ticket'; readonly kind: string; readonly visit: string | null }
  | { readonly do: 'scan-ticket' | 'reissue-ticket' | 'refund-ticket'; readonly code: string }
  | { readonly do: 'cash' | 'take-back' | 'clear-sale' | 'next-day' }
  | { readonly do: 'pin' | 'terminal-stop' | 'cancel' | 'kill-agent' };

/** A running demo shop: the agent, tills, payment cloud, terminals and the page, each on a free port. */
export interface Shop {
  /** The page "the shop on one page". */
  readonly pageUrl: string;
  /** The agent's windows, with what lets one in. */
  readonly cashierUrl: string;
  readonly displayUrl: string;
  /** The simulated Pay., with its control API. */
  readonly payUrl: string;
  view(): Promise<ShopView>;
  act(deed: ShopDeed): Promise<void>;
}

/** What the shop's process says once it is open. */
interface Ready {
  readonly page: string;
  readonly cashier: string;
  readonly display: string;
  readonly pay: string;
}

/** The shop's articles that the tests sell. */
export const PANCAKE = { number: 4101, text: 'Pannenkoek', cents: 735 } as const;

/** Lends a whole shop on free ports, with a data folder of its own, and always takes it back. */
export async function withShop<T>(
  options: { readonly language?: string; readonly atNoon?: boolean },
  use: (shop: Shop) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-e2e-'));
  const names = ['port', 'agent-port', 'pay-port', 'msp-port', 'kc-port', 'zvt-port', 'payecr-port'];
  const ports = names.flatMap((name) => [`--${name}`, '0']);
  const child = spawn(
    process.execPath,
    [
      join(APPS, 'simulator/src/shop.ts'),
      '--json',
      ...ports,
      '--data',
      folder,
      '--language',
      options.language ?? 'nl',
      ...(options.atNoon === true ? ['--at-noon'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const ready = new Promise<Ready>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}\n${lines.join('\n')}`));
      const timer = setTimeout(() => fail('the shop did not open in time'), READY_WITHIN_MS);
      void ended.then(() => {
        clearTimeout(timer);
        fail('the shop closed');
      });
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (!line.startsWith('{"event":"ready"')) return;
          clearTimeout(timer);
          resolve(JSON.parse(line) as Ready);
        });
      }
    });
    const { page, cashier, display, pay } = await ready;
    return await use({
      pageUrl: page,
      cashierUrl: cashier,
      displayUrl: display,
      payUrl: pay,
      view: async () => (await (await fetch(`${page}/shop/view`)).json()) as ShopView,
      act: async (deed) => {
        const response = await fetch(`${page}/shop/act`, { method: 'POST', body: JSON.stringify(deed) });
        const result = (await response.json()) as { ok: boolean; why?: string };
        if (!result.ok) throw new Error(`${deed.do}: ${result.why}`);
      },
    });
  } finally {
    // Hanging up closes the shop with everything in it.
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS);
    await ended;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
