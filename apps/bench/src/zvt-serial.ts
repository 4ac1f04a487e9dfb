/**
 * How much of a serial line a receipt uses: a terminal prints through our driver over a line of 9600 baud 8N2. ZVT has one
 * side speak at a time, so what is held against what the line could carry are the bytes of both directions, framing,
 * checksums and acknowledgements and all; what is missing is the time in which nobody spoke, because the till, the
 * terminal or what joins them was still busy with what it had just heard.
 *
 * `…_bare` is the same receipt, answered by a till that knows nothing but frames: what this machine's line allows.
 */
import { openLog, systemClock } from '@tillbridge/agent';
import { createSerialDialer } from '@tillbridge/device-io/serial';
import type { Log } from '@tillbridge/kernel';
import { MemoryDriverMemory, PACE_9600_8N2, whyNoPtys, withPacedLine } from '@tillbridge/testkit';
import { createZvtTerminal } from '@tillbridge/zvt';
import { buildAck, buildService, CONTROL } from '@tillbridge/zvt/codec';
import { ACK, encodeSerialFrame, SerialFrameReader, serialLink, serialTransport } from '@tillbridge/zvt/link';
import { attachPrintingTerminal, type ReceiptForm } from './printing-terminal.ts';
import { type Finding, metric, skipped } from './report.ts';
import { ZVT_SETTINGS } from './zvt-settings.ts';

export interface SerialBenchOptions {
  readonly lines?: number;
  readonly rounds?: number;
}

const OPEN_MS = 5_000;
const RECEIPT_MS = 60_000;
const GOAL = 'ratio ≥ 0.95';
/** Class of an answer. */
const ANSWERED = 0x80;

/** Everything in turn and no pause, which is how ZVT would use a line if nobody had to think: each byte follows another. */
const NEVER_SILENT = { what: 'a line never silent (%)', value: 100 };
const NAMES = ['serial_utilisation', 'serial_utilisation_block', 'serial_utilisation_bare'] as const;

export async function zvtSerialBench({ lines = 60, rounds = 3 }: SerialBenchOptions = {}): Promise<readonly Finding[]> {
  const why = whyNoPtys();
  if (why !== null) return NAMES.map((name) => skipped('zvt', name, why));
  const receipt = Array.from({ length: lines }, (_, n) => `Regel ${n + 1}`.padEnd(17).concat('1234,56'));
  const shares: Record<(typeof NAMES)[number], number[]> = {
    serial_utilisation: [],
    serial_utilisation_block: [],
    serial_utilisation_bare: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    shares.serial_utilisation.push(await printOnce(receipt, 'lines', driverTill));
    shares.serial_utilisation_block.push(await printOnce(receipt, 'block', driverTill));
    shares.serial_utilisation_bare.push(await printOnce(receipt, 'lines', bareTill));
  }
  return NAMES.map((name) => {
    const goal = name === 'serial_utilisation_bare' ? 'told, no goal' : GOAL;
    // What else the machine does only takes from it: the quietest round counts.
    return metric('zvt', name, 100 * Math.max(...shares[name]), '%', NEVER_SILENT, goal);
  });
}

/** Asks for the receipt at a serial port, and takes so many lines of it. */
type Till = (path: string, lines: number, log: Log) => Promise<void>;

/** The share of the line's time in which bytes were on it, from the first to the last of the receipt. */
function printOnce(receipt: readonly string[], form: ReceiptForm, till: Till): Promise<number> {
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
      await till(line.paths[0], receipt.length, log);
      return await used;
    } finally {
      await terminalEnd.close();
      log.close();
    }
  });
}

/** Through the whole driver: signed on first, then the diagnosis that prints. */
const driverTill: Till = async (path, lines, log) => {
  const clock = systemClock();
  const transport = serialTransport(createSerialDialer({ path }, { clock, log }), { clock });
  const { service } = createZvtTerminal(ZVT_SETTINGS, { transport, clock, memory: new MemoryDriverMemory(), log });
  const answer = await service?.diagnose({ signal: new AbortController().signal, timeoutMs: RECEIPT_MS });
  if (answer?.kind !== 'done' || answer.lines.length !== lines) {
    throw new Error(`the receipt did not come through: ${JSON.stringify(answer)}`);
  }
};

/** Acknowledges each frame and answers each message, in one write, without looking at what it says. */
const bareTill: Till = async (path, lines, log) => {
  const link = await dial(path, log);
  const reader = new SerialFrameReader();
  const answer = Uint8Array.of(ACK, ...encodeSerialFrame(buildAck()));
  let messages = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      link.onClose(() => reject(new Error('the line ended during the receipt')));
      link.onBytes((bytes) => {
        for (const event of reader.push(bytes)) {
          if (event.kind !== 'apdu') continue;
          if (event.apdu[0] === ANSWERED) void link.write(Uint8Array.of(ACK));
          else {
            messages += 1;
            void link.write(answer);
            // All lines and the completion.
            if (messages === lines + 1) resolve();
          }
        }
      });
      void link.write(encodeSerialFrame(buildService(CONTROL.diagnosis, { password: null, serviceByte: null })));
    });
  } finally {
    await link.close();
  }
};

function dial(path: string, log: Log) {
  const clock = systemClock();
  const call = { signal: new AbortController().signal, timeoutMs: OPEN_MS };
  return createSerialDialer({ path }, { clock, log }).dial(call);
}
