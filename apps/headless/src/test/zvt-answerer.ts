/** Something on a port that speaks just enough ZVT for IT's questions. */
import { systemClock } from '@tillbridge/agent/host';
import { listenTcp } from '@tillbridge/device-io/tcp';
import {
  buildAborted,
  buildAck,
  buildCompletion,
  buildPrintLine,
  buildStatusInformation,
  CONTROL,
} from '@tillbridge/zvt/codec';
import { bareLink } from '@tillbridge/zvt/link';

export interface ZvtAnswerer {
  readonly port: number;
  /** Commands that came, as `06 00`. */
  readonly commands: string[];
  /** How many connections came, whatever was said over them. */
  connections(): number;
  close(): Promise<void>;
}

export async function startZvtAnswerer(): Promise<ZvtAnswerer> {
  const clock = systemClock();
  const commands: string[] = [];
  let connections = 0;
  const listener = await listenTcp({ host: '127.0.0.1', port: 0 }, (bytes) => {
    connections += 1;
    const link = bareLink(bytes, { clock });
    /** What is still to be said: each goes out when the till has acknowledged the one before. */
    let script: Uint8Array[] = [];
    const say = (apdu: Uint8Array) => void link.send(apdu).catch(() => undefined);
    link.onApdu((apdu) => {
      const control = ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
      if (control === 0x8000) {
        const next = script.shift();
        if (next !== undefined) say(next);
        return;
      }
      commands.push(`${hex(control >> 8)} ${hex(control & 0xff)}`);
      say(buildAck());
      script = answers(control);
      const first = script.shift();
      if (first !== undefined) say(first);
    });
  });
  return { port: listener.port, commands, connections: () => connections, close: () => listener.close() };
}

function answers(control: number): Uint8Array[] {
  switch (control) {
    case CONTROL.logOff:
      return [];
    case CONTROL.registration:
      return [buildCompletion({ terminalId: '60001234', statusByte: 0 })];
    case CONTROL.statusEnquiry:
      return [buildCompletion({ terminalStatus: 0, software: 'TEST 1.0' }, true)];
    case CONTROL.diagnosis:
      return [buildPrintLine('Diagnose OK', { attribute: 0x81 }), buildCompletion({})];
    case CONTROL.endOfDay:
      return [buildAborted(0x77)];
    default:
      return [buildStatusInformation({ resultCode: 0 }), buildCompletion({})];
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}
