/**
 * Every fault at every moment, paid and given back, however the guest ends it: charged at most once, and what the driver
 * says is what the terminal did, or no proof. Never "paid" without a charge (P1), never "not paid" with one (P2, P3). A history that loses what it has
 * finished is not among the faults: nothing could tell it from one that never had it.
 */
import type { CallContext } from '@tillbridge/kernel';
import type { Direction, PaymentHandle, Standing } from '@tillbridge/payments';
import type { PayEcrAction, PayEcrFault } from '@tillbridge/simulators/payecr';
import { describe, expect, test } from 'vitest';
import { orderAt, type PayEcrShop, withShop } from './test/pay-ecr-shop.ts';

const BUDGET_MS = 10_000;
const WATCH_MS = 120_000;
/** Long enough for every fault to be over. */
const HEALED_MS = 180_000;

const ENDS: readonly PayEcrAction[] = ['approve', 'decline', 'cancel', 'fail', 'expire', 'queue'];

const FAULTS: Readonly<Record<string, readonly PayEcrFault[]>> = {
  none: [],
  'start ignored': [{ do: 'ignore', on: 'TRANSACTION_START' }],
  'start refused': [{ do: 'error', on: 'TRANSACTION_START' }],
  'start refused, and taken all the same': [{ do: 'error', on: 'TRANSACTION_START', worked: true }],
  'cut at the start': [{ do: 'cut', on: 'TRANSACTION_START' }],
  'cut at the start, taken': [{ do: 'cut', on: 'TRANSACTION_START', worked: true }],
  'half-open from the start': [{ do: 'mute', on: 'TRANSACTION_START', ms: 20_000 }],
  'half-open from the start, taken': [{ do: 'mute', on: 'TRANSACTION_START', ms: 20_000, worked: true }],
  'first event lost': [{ do: 'lose', what: 'STARTED' }],
  'first event garbled': [{ do: 'garble', what: 'STARTED' }],
  'first event late': [{ do: 'slow', what: 'STARTED', ms: 15_000 }],
  'cut after the first event': [{ do: 'cut-after', what: 'STARTED' }],
  'first answer lost': [{ do: 'lose', what: 'any', times: 1 }],
  'messages byte by byte': [{ do: 'split', what: 'any', times: 50 }],
  'messages glued together': [{ do: 'join', what: 'STARTED' }],
  'noise before everything': [{ do: 'noise', what: 'any', times: 50 }],
  'cut before the end': ['COMPLETED', 'CANCELLED', 'FAILED', 'QUEUED'].map(
    (what) => ({ do: 'cut-before', what }) as PayEcrFault,
  ),
  'cut after the end': ['COMPLETED', 'CANCELLED', 'FAILED', 'QUEUED'].map(
    (what) => ({ do: 'cut-after', what }) as PayEcrFault,
  ),
  'end garbled': ['COMPLETED', 'CANCELLED', 'FAILED', 'QUEUED'].map((what) => ({ do: 'garble', what }) as PayEcrFault),
  'history unavailable for a while': [{ do: 'error', on: 'HISTORY_GET', times: 4 }],
  'history answers lost': [{ do: 'lose', what: 'HISTORY_GET_RESPONSE', times: 3 }],
  'history answers garbled': [{ do: 'garble', what: 'HISTORY_GET_RESPONSE', times: 3 }],
  'history written late': [{ do: 'history-late', ms: 6_000 }],
  'another amount': [{ do: 'wrong-amount', cents: 9_999 }],
};

/** What happens to the till's side, and when. */
const MOMENTS = [
  'nothing',
  'restart after the start',
  'restart after the end',
  'half-open before the end',
  'terminal restarts',
] as const;

const call = (timeoutMs: number): CallContext => ({ timeoutMs, signal: new AbortController().signal });

interface Played {
  /** The payment was open without proof for a while. */
  readonly wasUnknown: boolean;
  readonly standing: Standing | { readonly kind: 'refused' };
  readonly charges: readonly { readonly amountCents: number; readonly direction: Direction }[];
  readonly starts: number;
}

async function play(
  shop: PayEcrShop,
  faults: readonly PayEcrFault[],
  end: PayEcrAction,
  direction: Direction,
  moment: (typeof MOMENTS)[number],
): Promise<Played> {
  const { terminal, clock } = shop;
  const order = orderAt(clock, { direction });
  const handle: PaymentHandle = { ...order, providerRef: null };
  for (const fault of faults) terminal.fault(fault);
  const begun = await shop.settle(shop.driver.begin(order, call(BUDGET_MS)));
  const told = () => ({ charges: terminal.charges(), starts: terminal.startsOf(order.reference) });
  if (begun.kind === 'refused') {
    await shop.pass(HEALED_MS);
    return { wasUnknown: false, standing: { kind: 'refused' }, ...told() };
  }
  if (moment === 'restart after the start') shop.restart();
  let followed = shop.driver.follow(handle, () => undefined, call(WATCH_MS));
  followed.catch(() => undefined);
  await shop.pass(1_000);
  if (moment === 'half-open before the end') shop.laid.goSilent();
  if (moment === 'terminal restarts') terminal.act('reboot');
  terminal.act(end);
  if (moment === 'restart after the end') {
    shop.restart();
    followed = shop.driver.follow(handle, () => undefined, call(WATCH_MS));
  }
  let standing = await shop.settle(followed);
  let wasUnknown = begun.kind === 'unclear';
  if (standing.kind === 'unreachable' || standing.kind === 'pending') {
    wasUnknown = true;
    await shop.pass(HEALED_MS);
    standing = await shop.settle(shop.driver.enquire(handle, call(BUDGET_MS)));
  }
  return { wasUnknown, standing, ...told() };
}

/** What the driver says must fit what the terminal booked. */
function expectTruth({ standing, charges, starts }: Played, end: PayEcrAction, direction: Direction): void {
  expect(starts).toBeLessThanOrEqual(1);
  expect(charges.length).toBeLessThanOrEqual(1);
  const [charge] = charges;
  switch (standing.kind) {
    case 'refused':
    case 'absent':
      expect(charges).toEqual([]);
      return;
    case 'queued':
      expect(end).toBe('queue');
      return;
    case 'pending':
    case 'unreachable':
      return;
    case 'final':
      if (standing.outcome.kind === 'approved') {
        expect(charge).toMatchObject({ direction, amountCents: standing.outcome.approval.finalCents });
      } else {
        expect(charges).toEqual([]);
      }
  }
}

/** What a cell of the table says. */
function wordsOf({ wasUnknown, standing, charges }: Played): string {
  const truth = charges.length > 0 ? 'paid' : 'not paid';
  switch (standing.kind) {
    case 'refused':
      return 'refused';
    case 'pending':
    case 'unreachable':
      return `unknown (${truth})`;
    case 'queued':
      return wasUnknown ? 'unknown, then queued' : 'queued';
    default:
      return wasUnknown ? `unknown, then ${truth}` : truth;
  }
}

interface Column {
  readonly name: string;
  readonly direction: Direction;
  readonly moment: (typeof MOMENTS)[number];
  readonly end: PayEcrAction;
}

const COLUMNS: readonly Column[] = [
  { name: 'pay', direction: 'pay', moment: 'nothing', end: 'approve' },
  { name: 'refund', direction: 'refund', moment: 'nothing', end: 'approve' },
  { name: 'pay, declined', direction: 'pay', moment: 'nothing', end: 'decline' },
  { name: 'pay, cancelled', direction: 'pay', moment: 'nothing', end: 'cancel' },
  { name: 'pay, taken offline', direction: 'pay', moment: 'nothing', end: 'queue' },
  ...MOMENTS.slice(1).map((moment) => ({ name: `pay, ${moment}`, direction: 'pay', moment, end: 'approve' }) as const),
];

describe('faults, moments and ends of a payment', () => {
  const cells = new Map<string, string>();
  const keyOf = (fault: string, { direction, moment, end }: Omit<Column, 'name'>) =>
    [fault, direction, moment, end].join();

  for (const [name, faults] of Object.entries(FAULTS)) {
    for (const direction of ['pay', 'refund'] as const) {
      test(`${name}, ${direction}`, async () => {
        for (const moment of MOMENTS) {
          for (const end of ENDS) {
            await withShop(async (shop) => {
              const played = await play(shop, faults, end, direction, moment);
              cells.set(keyOf(name, { direction, moment, end }), wordsOf(played));
              try {
                expectTruth(played, end, direction);
                // What can be known is known: all but a restart leave the terminal's history whole.
                if (moment !== 'terminal restarts')
                  expect(['unreachable', 'pending']).not.toContain(played.standing.kind);
              } catch (cause) {
                throw new Error(`${moment}, ${end}: ${JSON.stringify(played)}`, { cause });
              }
            });
          }
        }
      });
    }
  }

  test('stands in docs/terminal-faults-pay-pos.md as it is', async () => {
    const head = ['fault', ...COLUMNS.map(({ name }) => name)];
    const lines = [
      `| ${head.join(' | ')} |`,
      `|${head.map(() => '---').join('|')}|`,
      ...Object.keys(FAULTS).map(
        (fault) => `| ${fault} | ${COLUMNS.map((column) => cells.get(keyOf(fault, column)) ?? 'LOST').join(' | ')} |`,
      ),
    ];
    expect(lines.join(), 'every cell was filled').not.toContain('LOST');
    await expect(`${HEAD}\n${lines.join('\n')}\n`).toMatchFileSnapshot('../../../docs/terminal-faults-pay-pos.md');
  });
});

const HEAD = `# What faults do to a payment on a PAY.POS terminal

Made by \`npx vitest run packages/pay-ecr/src/fault-matrix -u\`: the driver against the simulated terminal, one fault in
each row. A cell says what was proved: \`unknown, then paid\` is a payment that was open at first and proved by enquiry;
\`unknown (paid)\` is one that only the terminal's own list can tell, with what stands there; \`queued\` is taken offline,
to be settled by the history. In no cell is a start sent twice, money taken without being told, or told without being
taken.
`;
