import { TillbridgeError } from '@tillbridge/kernel';
import type { SerialPort } from 'serialport';
import { DEVICE_IO_ERRORS } from '../errors.ts';

/** How a port is set up. */
export interface SerialLineSettings {
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits: 1 | 1.5 | 2;
  /** Flow control by RTS and CTS. */
  readonly rtscts: boolean;
  /** Flow control by XON and XOFF. Not for ZVT, whose bytes may be any. */
  readonly xon: boolean;
  readonly xoff: boolean;
}

/** What is known of a port; of one that isn't on USB the path alone. */
export interface SerialPortInfo {
  /** `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  readonly manufacturer: string | undefined;
  readonly serialNumber: string | undefined;
  /** Four hexadecimal digits. */
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
}

/** What is used of the library, so that tests can plug and unplug. */
export interface SerialLibrary {
  list(): Promise<readonly SerialPortInfo[]>;
  /** Rejects with what the system says, as text. */
  open(path: string, settings: SerialLineSettings): Promise<SerialPort>;
}

/** Loads the library and its native part, which an agent without a serial device never needs. Rejects with TILL-612. */
export async function loadSerialport(): Promise<SerialLibrary> {
  const { SerialPort } = await import('serialport').catch((cause: unknown) => {
    throw new TillbridgeError(DEVICE_IO_ERRORS.noSerialSupport, { cause });
  });
  return {
    list: () => SerialPort.list(),
    open: (path, settings) =>
      new Promise((resolve, reject) => {
        const port = new SerialPort({ ...settings, path, lock: true, autoOpen: false });
        port.open((error) => (error === null ? resolve(port) : reject(error)));
      }),
  };
}
