export interface SerialPortLine {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly usbSerialNumber: string | null;
}

/** Built-in ports that Linux names whether they exist or not. */
const PROBABLY_NOTHING = /^\/dev\/ttyS\d+$/;

/** The serial ports of this machine that may have a terminal. Rejects with TILL-612 when they can't be told. */
export async function portsOfThisMachine(): Promise<readonly SerialPortLine[]> {
  const { listSerialPorts } = await import('@tillbridge/device-io/serial');
  return (await listSerialPorts())
    .filter(({ path, vendorId }) => vendorId !== undefined || !PROBABLY_NOTHING.test(path))
    .map(({ path, manufacturer, serialNumber }) => ({
      path,
      manufacturer: manufacturer ?? null,
      usbSerialNumber: serialNumber ?? null,
    }));
}
