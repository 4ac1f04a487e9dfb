import { TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { isUnixPort, UnixPort } from './unix-port.ts';

/** How a port is set up. */
export interface SerialLineSettings {
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
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

/** An open port. Every call rejects with what the system says, as text, once the port is gone or closed. */
export interface OpenPort {
  /** Waits for bytes and answers how many came; never none. */
  read(into: Buffer): Promise<number>;
  /** One at a time. */
  write(bytes: Buffer): Promise<void>;
  setLines(lines: ModemLines): Promise<void>;
  /** Ends reads and writes that wait; resolves once the system has the port back. */
  close(): Promise<void>;
}

/** What is used of the library, so that tests can plug and unplug. */
export interface SerialLibrary {
  list(): Promise<readonly SerialPortInfo[]>;
  /** Opens as the only owner. Rejects with what the system says, as text. */
  open(path: string, settings: SerialLineSettings): Promise<OpenPort>;
}

/** The part of the library below its streams. */
interface Binding {
  open(options: SerialLineSettings & { readonly path: string; readonly lock: boolean }): Promise<BoundPort>;
}

export interface BoundPort {
  read(into: Buffer, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  write(bytes: Buffer): Promise<void>;
  set(lines: ModemLines): Promise<void>;
  close(): Promise<void>;
}

/** What a port holds up, and a wish to Linux: without it, USB adapters hold what they receive for up to 16 ms. */
export interface ModemLines {
  readonly brk: boolean;
  readonly cts: boolean;
  readonly dsr: boolean;
  readonly dtr: boolean;
  readonly rts: boolean;
  readonly lowLatency: boolean;
}

/** Loads the library and its native part, which an agent without a serial device never needs. Rejects with TILL-612. */
export async function loadSerialport(): Promise<SerialLibrary> {
  const { SerialPort } = await import('serialport').catch((cause: unknown) => {
    throw new TillbridgeError(DEVICE_IO_ERRORS.noSerialSupport, { cause });
  });
  const binding: Binding = SerialPort.binding;
  return {
    list: () => SerialPort.list(),
    open: async (path, settings) => openPort(await binding.open({ ...settings, path, lock: true })),
  };
}

function openPort(port: BoundPort): OpenPort {
  if (isUnixPort(port)) return new UnixPort(port);
  return {
    read: async (into) => (await port.read(into, 0, into.length)).bytesRead,
    write: (bytes) => port.write(bytes),
    setLines: (lines) => port.set(lines),
    close: () => port.close(),
  };
}
