import { TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { loadSerialport, type SerialLibrary, type SerialPortInfo } from './serial-library.ts';

/** A port by its path, or a USB device wherever it is plugged in. */
export type SerialPortName =
  | { readonly path: string }
  | { readonly usbSerialNumber: string }
  | { readonly usbVendorId: string; readonly usbProductId: string };

/** For people and logs. */
export function describePort(name: SerialPortName): string {
  if ('path' in name) return `serial:${name.path}`;
  if ('usbSerialNumber' in name) return `serial:usb:${name.usbSerialNumber}`;
  return `serial:usb:${name.usbVendorId}:${name.usbProductId}`;
}

/** The serial ports of this computer. Rejects with TILL-612 when they can't be told. */
export async function listSerialPorts(
  load: () => Promise<SerialLibrary> = loadSerialport,
): Promise<readonly SerialPortInfo[]> {
  const ports = await listed(await load());
  return ports.map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
    path,
    manufacturer,
    serialNumber,
    vendorId,
    productId,
  }));
}

/** Where the port is right now: a USB device gets another path each time it is plugged in. TILL-607 or TILL-611. */
export async function findPort(name: SerialPortName, library: SerialLibrary): Promise<string> {
  if ('path' in name) return name.path;
  const about = describePort(name);
  const found = (await listed(library)).filter((port) => isMeant(name, port));
  const [only] = found;
  if (only === undefined) throw new TillbridgeError(DEVICE_IO_ERRORS.noSuchPort, { about });
  if (found.length === 1) return only.path;
  const detail = found.map(({ path }) => path).join(', ');
  throw new TillbridgeError(DEVICE_IO_ERRORS.severalPorts, { about, detail });
}

function isMeant(name: Exclude<SerialPortName, { path: string }>, port: SerialPortInfo): boolean {
  if ('usbSerialNumber' in name) return port.serialNumber === name.usbSerialNumber;
  return sameId(port.vendorId, name.usbVendorId) && sameId(port.productId, name.usbProductId);
}

function sameId(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

async function listed(library: SerialLibrary): Promise<readonly SerialPortInfo[]> {
  try {
    return await library.list();
  } catch (cause) {
    throw new TillbridgeError(DEVICE_IO_ERRORS.noSerialSupport, { detail: 'ports can not be listed', cause });
  }
}
