import { type TraceLine, traceLineSchema } from '@tillbridge/contracts';
import { decodeMessage, describeApdu } from '@tillbridge/zvt/codec';

/** A line of a trace in words, and what of it can't be read. */
export interface ReadLine {
  readonly words: string;
  /** Null: all of it was read. */
  readonly fault: string | null;
}

/** Class 80 and 84 are answers; every other word of the till begins a command (PA00P015, "APDU"). */
const ANSWER_CLASSES: readonly number[] = [0x80, 0x84];

/** Reads a trace from its beginning: what a completion means depends on the command before it. */
export class TraceReader {
  private running: number | undefined;

  read({ at, direction, hex, text, note }: TraceLine): ReadLine {
    const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '');
    if (direction !== null && hex !== null) return this.readApdu(time, direction, hex);
    if (direction !== null && text !== null) {
      const fault = isJson(text) ? null : 'no JSON message';
      return { words: `${time} ${arrow(direction)} ${oneLine(text)}`, fault };
    }
    if (note !== null) return { words: `${time} · ${oneLine(note)}`, fault: null };
    return { words: `${time} · (nothing)`, fault: 'neither a message nor a note' };
  }

  /** A line of a stored trace. */
  readStored(line: string): ReadLine {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return { words: '(no trace line)', fault: 'no JSON' };
    }
    const read = traceLineSchema.safeParse(value);
    return read.success ? this.read(read.data) : { words: '(no trace line)', fault: 'not the shape of a trace line' };
  }

  private readApdu(time: string, direction: NonNullable<TraceLine['direction']>, hex: string): ReadLine {
    if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) {
      return { words: `${time} ${arrow(direction)} ${oneLine(hex)}`, fault: 'no row of whole bytes' };
    }
    const apdu = new Uint8Array(Buffer.from(hex, 'hex'));
    const control = ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
    if (direction === 'to-terminal' && !ANSWER_CLASSES.includes(control >> 8)) this.running = control;
    const context = this.running === undefined ? {} : { running: this.running };
    const { fault } = decodeMessage(apdu, context);
    return {
      words: `${time} ${describeApdu(apdu, direction, context)}`,
      fault: fault === null ? null : `${fault.entry.code} at byte ${fault.offset}: ${fault.detail}`,
    };
  }
}

function arrow(direction: NonNullable<TraceLine['direction']>): string {
  return direction === 'to-terminal' ? '→' : '←';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a device says must not move the cursor of whoever reads it. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
