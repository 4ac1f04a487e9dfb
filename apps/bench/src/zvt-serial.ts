/**
 * How much of a serial line a receipt uses: a terminal prints through our driver over a line of 9600 baud 8N2. ZVT has
 * one side speak at a time, so what is held against what the line could carry are the bytes of both directions, framing,
 * checksums and acknowledgements and all; what is missing to one is the time in which nobody spoke, because the till or
 * the terminal was still busy with what it had just heard.
 */
import { openLog, systemClock } from '@tillbridge/agent';
import { createSerialDialer } from '@tillbridge/device-io/serial';
import type { Log } from '@tillbridge/kernel';
import { MemoryDriverMemory, PACE_9600_8N2, type PacedLine, whyNoPtys, withPacedLine } from '@tillbridge/testkit';
import { createZvtTerminal } from '@tillbridge/zvt';
import { serialLink, serialTransport } from '@tillbridge/zvt/link';
import { attachPrintingTerminal, type ReceiptForm } from './printing-terminal.ts';
import { type Finding, metric, skipped } from './report.ts';
import { median } from './stats.ts';
import { ZVT_SETTINGS } from './zvt-settings.ts';

export interface SerialBenchOptions {
  readonly lines?: number;
  readonly rounds?: number;
}

const OPEN_MS = 5_000;
const RECEIPT_MS = 60_000;
const GOAL = 'ratio ≥ 0.95';

const FORMS: readonly { readonly form: ReceiptForm; readonly name: string }[] = [
  { form: 'lines', name: 'serial_utilisation' },
  { form: 'block', name: 'serial_utilisation_block' },
];

export async function zvtSerialBench({ lines = 60, rounds = 3 }: SerialBenchOptions = {}): Promise<readonly Finding[]> {
  const why = whyNoPtys();
  if (why !== null) return FORMS.map(({ name }) => skipped('zvt', name, why));
  const receipt = Array.from({ length: lines }, (_, n) => `Regel ${n + 1}`.padEnd(17).concat('1234,56'));
  const findings: Finding[] = [];
  for (const { form, name } of FORMS) {
    const shares: number[] = [];
    for (let round = 0; round < rounds; round += 1) shares.push(await printOnce(receipt, form));
    // One side at a time and no pause: every byte follows the one before it.
    findings.push(
      metric('zvt', name, 100 * median(shares), '%', { what: 'a line never silent (%)', value: 100 }, GOAL),
    );
  }
  return findings;
}

/** The share of the line's time in which bytes were on it, from the first to the last of the receipt. */
function printOnce(receipt: readonly string[], form: ReceiptForm): Promise<number> {
  return withPacedLine(PACE_9600_8N2, async (line) => {
    const log = openLog({ level: 'error' });
    const terminalEnd = await dial(line.paths[1], log);
    const { printed } = attachPrintingTerminal(serialLink(terminalEnd, { clock: systemClock() }), {
      lines: receipt,
      form,
      begins: () => line.restart(),
    });
    const used = printed.then(() => line.use().utilisation);
    used.catch(() => undefined);
    try {
      const answer = await diagnose(line, log);
      if (answer.kind !== 'done' || answer.lines.length !== receipt.length) {
        throw new Error(`the receipt did not come through: ${JSON.stringify(answer)}`);
      }
      return await used;
    } finally {
      await terminalEnd.close();
      log.close();
    }
  });
}

/** Through the whole driver: signed on first, then the diagnosis that prints. */
async function diagnose(line: PacedLine, log: Log) {
  const clock = systemClock();
  const transport = serialTransport(createSerialDialer({ path: line.paths[0] }, { clock, log }), { clock });
  const { service } = createZvtTerminal(ZVT_SETTINGS, { transport, clock, memory: new MemoryDriverMemory(), log });
  if (service === undefined) throw new Error('the driver has no service');
  return service.diagnose({ signal: new AbortController().signal, timeoutMs: RECEIPT_MS });
}

function dial(path: string, log: Log) {
  const clock = systemClock();
  const call = { signal: new AbortController().signal, timeoutMs: OPEN_MS };
  return createSerialDialer({ path }, { clock, log }).dial(call);
}
