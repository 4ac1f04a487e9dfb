/** Every fault of the simulated terminal at every step of every tender: no payment is lost, doubled or told wrongly. */
import { STEPS, type Step, type ZvtFault, type ZvtOptions } from '@tillbridge/simulators/zvt';
import { describe, expect, test } from 'vitest';
import { type FaultCase, type FaultEnd, runFault, type Tender } from './test/fault-run.ts';

interface Row {
  readonly name: string;
  readonly wire: 'bare' | 'serial';
  readonly fault: ZvtFault;
}

const STEPPED: readonly (readonly [string, (at: Step) => ZvtFault])[] = [
  ['connection ends', (at) => ({ do: 'cut', at })],
  ['connection goes silent', (at) => ({ do: 'half-open', at })],
  ['terminal loses power', (at) => ({ do: 'reboot', at })],
  ['meaningless bytes', (at) => ({ do: 'garbage', at })],
];

const ROWS: readonly Row[] = [
  ...STEPPED.flatMap(([words, faultAt]) =>
    STEPS.map((at): Row => ({ name: `${words}, ${at}`, wire: 'bare', fault: faultAt(at) })),
  ),
  { name: 'no answer to the command', wire: 'bare', fault: { do: 'lost-acceptance' } },
  { name: 'command refused, busy', wire: 'bare', fault: { do: 'nack', code: 0x9c } },
  { name: 'command refused, unknown', wire: 'bare', fault: { do: 'nack', code: 0x83 } },
  { name: 'result comes twice', wire: 'bare', fault: { do: 'duplicate-status' } },
  { name: 'error, then silence', wire: 'bare', fault: { do: 'error-then-silence' } },
  { name: 'result too high', wire: 'bare', fault: { do: 'wrong-amount', byCents: 100 } },
  { name: 'result too low', wire: 'bare', fault: { do: 'wrong-amount', byCents: -100 } },
  { name: 'unknown bitmap at the end', wire: 'bare', fault: { do: 'unknown-bitmap', position: 'last' } },
  { name: 'unknown bitmap after the result', wire: 'bare', fault: { do: 'unknown-bitmap', position: 'after-result' } },
  { name: 'progress comes late', wire: 'bare', fault: { do: 'slow-progress', ms: 60_000 } },
  { name: 'progress without end at the card', wire: 'bare', fault: { do: 'endless-progress', at: 'card' } },
  { name: 'progress without end at the host', wire: 'bare', fault: { do: 'endless-progress', at: 'host' } },
  { name: 'end of day running', wire: 'bare', fault: { do: 'end-of-day-running', ms: 30_000 } },
  { name: 'end of day wanted', wire: 'bare', fault: { do: 'end-of-day-running', ms: 30_000, answer: 'abort' } },
  { name: 'bad checksum', wire: 'serial', fault: { do: 'bad-crc' } },
  { name: 'frame refused once', wire: 'serial', fault: { do: 'nak-frame' } },
  { name: 'frames refused without end', wire: 'serial', fault: { do: 'nak-frame', times: 50 } },
  { name: 'noise between frames', wire: 'serial', fault: { do: 'noise', times: 20 } },
  { name: 'link acknowledgement of the terminal lost', wire: 'serial', fault: { do: 'lost-link-ack', by: 'terminal' } },
  { name: 'link acknowledgement of the till lost', wire: 'serial', fault: { do: 'lost-link-ack', by: 'till' } },
];

interface Column {
  readonly name: string;
  readonly tender: Tender;
  readonly terminal?: Partial<ZvtOptions>;
  readonly killed?: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: 'pay', tender: 'pay' },
  { name: 'refund', tender: 'refund' },
  { name: 'reversal', tender: 'reversal' },
  { name: 'pay, our process dies with it', tender: 'pay', killed: true },
  { name: 'pay, a make that keeps what was not acknowledged', tender: 'pay', terminal: { onMissingAck: 'keep' } },
  { name: 'pay, a make that books it as declined', tender: 'pay', terminal: { onMissingAck: 'decline' } },
  { name: 'pay, a make that goes on without the till', tender: 'pay', terminal: { onLinkLoss: 'go-on' } },
  { name: 'pay, a make that shows its own reversal', tender: 'pay', terminal: { repeatAfterReversal: 'reversal' } },
  { name: 'pay, a make without repeat receipt', tender: 'pay', terminal: { repeatReceipt: 'completion-only' } },
];

function aimed(fault: ZvtFault, tender: Tender): ZvtFault {
  const on = tender === 'pay' ? 'payment' : tender;
  switch (fault.do) {
    // Faults of the line and of the stop know no tender.
    case 'bad-crc':
    case 'nak-frame':
    case 'noise':
    case 'lost-link-ack':
    case 'lost-abort-answer':
      return fault;
    default:
      return { ...fault, on };
  }
}

/** Proved as it was, at once or later; or unknown, which nobody takes for an answer. */
function cell({ first, last, moved, happened }: FaultEnd): string {
  if (!happened) return '–';
  const truth = moved ? 'paid' : 'not paid';
  if (last === 'unknown') return `unknown (${truth})`;
  return first === last ? last : `${first}, then ${last}`;
}

describe('the fault matrix', () => {
  const table = ROWS.map((row) => ({ row, cells: new Map<string, string>() }));

  describe.each(COLUMNS)('$name', ({ name, tender, terminal, killed }) => {
    test.each(table)('$row.name', async ({ row, cells }) => {
      const one: FaultCase = {
        tender,
        fault: aimed(row.fault, tender),
        wire: row.wire,
        ...(terminal === undefined ? {} : { terminal }),
        ...(killed === undefined ? {} : { killed }),
      };
      const end = await runFault(one);
      cells.set(name, cell(end));
      expect(end.sent, 'sent at most once (P3)').toBeLessThanOrEqual(1);
      if (end.first === 'paid') expect(end.moved, 'told paid and moved (P1)').toBe(true);
      if (end.last === 'paid') expect(end.moved, 'proved paid and moved (P1)').toBe(true);
      if (end.first === 'not paid' || end.last === 'not paid') {
        expect(end.moved, 'told not paid and not moved (P2)').toBe(false);
      }
    });
  });

  test('stands in docs/terminal-faults.md as it is', async () => {
    const head = ['fault', ...COLUMNS.map(({ name }) => name)];
    const lines = [
      `| ${head.join(' | ')} |`,
      `|${head.map(() => '---').join('|')}|`,
      ...table.map(
        ({ row, cells }) => `| ${row.name} | ${COLUMNS.map(({ name }) => cells.get(name) ?? 'LOST').join(' | ')} |`,
      ),
    ];
    expect(lines.join(), 'every cell was filled').not.toContain('LOST');
    const page = `${HEAD}\n${lines.join('\n')}\n`;
    await expect(page).toMatchFileSnapshot('../../../../docs/terminal-faults.md');
  });
});

const HEAD = `# What faults do to a payment on a ZVT terminal

Made by \`npx vitest run packages/zvt/src/driver/fault-matrix -u\`: the driver against the simulated terminal, one fault in
each cell. The step of a fault is the terminal's: \`before-status\` is the moment before it tells the result,
\`after-ack\` the moment after our acknowledgement. A cell says what was proved: \`unknown, then paid\` is a payment that
was open at first and proved by enquiry; \`unknown (paid)\` is one that only the terminal's paper can tell, with what was
on it. In no cell is a command sent twice, money taken without being told, or told without being taken.
`;
