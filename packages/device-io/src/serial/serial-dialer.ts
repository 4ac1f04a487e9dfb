import { type ByteDialer, type ByteLink, type Clock, describeError, type Log } from '@tillbridge/kernel';
import { openInTime } from '../dialling.ts';
import { describePort, findPort, type SerialPortName } from './find-port.ts';
import { openError } from './open-error.ts';
import { portLink } from './port-link.ts';
import {
  loadSerialport,
  type ModemLines,
  type OpenPort,
  type SerialLibrary,
  type SerialLineSettings,
} from './serial-library.ts';

/** Which port, and how it is set up: 9600 baud, eight data bits, no parity, two stop bits, no flow control. */
export type SerialSettings = SerialPortName & Partial<SerialLineSettings>;

export interface SerialPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly load?: () => Promise<SerialLibrary>;
}

/** What ZVT terminals have unless somebody changed it (PA00P016 rev 04, 2.1). */
const USUAL_LINE: SerialLineSettings = {
  baudRate: 9_600,
  dataBits: 8,
  parity: 'none',
  stopBits: 2,
  rtscts: false,
  xon: false,
  xoff: false,
};

/** Many devices say nothing before RTS and DTR are up. */
const RAISED: ModemLines = { brk: false, cts: false, dsr: false, dtr: true, rts: true, lowLatency: true };

/**
 * Opens the port for each link, as its only owner. A USB device is looked up at each dial, so that it may be plugged in
 * elsewhere in between; pulling it out ends the link with TILL-606. Dials of one dialer take turns: what an earlier one
 * gave up on is closed first.
 */
export function createSerialDialer(settings: SerialSettings, ports: SerialPorts): ByteDialer {
  const address = describePort(settings);
  const open = portOpener(settings, address, ports);
  let cleared: Promise<unknown> = Promise.resolve();
  return {
    address,
    dial: async (call): Promise<ByteLink> => {
      call.signal.throwIfAborted();
      const opening = cleared.then(open);
      try {
        return portLink(await openInTime(ports.clock, call, address, opening), address);
      } catch (error) {
        cleared = opening.then((port) => port.close()).catch(() => undefined);
        if (call.signal.aborted) throw call.signal.reason;
        throw openError(error, address);
      }
    },
  };
}

function portOpener(settings: SerialSettings, address: string, ports: SerialPorts): () => Promise<OpenPort> {
  const { log, load = loadSerialport } = ports;
  const { baudRate, dataBits, parity, stopBits, rtscts, xon, xoff } = { ...USUAL_LINE, ...settings };
  let saidNoLines = false;
  return async () => {
    const library = await load();
    const path = await findPort(settings, library);
    const port = await library.open(path, { baudRate, dataBits, parity, stopBits, rtscts, xon, xoff });
    await port.setLines(RAISED).catch((error: unknown) => {
      if (!saidNoLines) log.info('serial port without modem lines', { port: address, reason: describeError(error) });
      saidNoLines = true;
    });
    return port;
  };
}
