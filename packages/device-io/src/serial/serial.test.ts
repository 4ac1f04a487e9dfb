import { FakeClock, lendPtyPair, memoryLog, type PtyPair, whyNoPtys, withPtyPair } from '@tillbridge/testkit';
import { describeByteLink } from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { createSerialDialer, listSerialPorts, type SerialPortInfo, type SerialSettings } from './index.ts';
import { openError } from './open-error.ts';
import { loadSerialport, type SerialLibrary } from './serial-library.ts';

const SKIP = whyNoPtys();
const never = new AbortController().signal;
const call = (timeoutMs = 5_000, signal = never) => ({ signal, timeoutMs });

function dialerFor(settings: SerialSettings, parts: { load?: () => Promise<SerialLibrary>; clock?: FakeClock } = {}) {
  const log = memoryLog();
  const { clock = new FakeClock(), load } = parts;
  return { log, dialer: createSerialDialer(settings, { clock, log, ...(load === undefined ? {} : { load }) }) };
}

/** The real library with a list of its own. */
function listing(ports: readonly Partial<SerialPortInfo>[]): () => Promise<SerialLibrary> {
  const blank = {
    path: '',
    manufacturer: undefined,
    serialNumber: undefined,
    vendorId: undefined,
    productId: undefined,
  };
  return async () => ({ ...(await loadSerialport()), list: async () => ports.map((port) => ({ ...blank, ...port })) });
}

describeByteLink(
  'A serial port',
  async () => {
    const pair = await lendPtyPair();
    const [a, b] = await Promise.all(pair.paths.map((path) => dialerFor({ path }).dialer.dial(call())));
    if (a === undefined || b === undefined) throw new Error('two ports were expected');
    const close = async () => {
      await a.close();
      await b.close();
      await pair.unplug();
    };
    return { a, b, tellsClose: false, unplug: pair.unplug, close };
  },
  SKIP,
);

describe.skipIf(SKIP !== null)('a serial dial', () => {
  const lend = (title: string, use: (pair: PtyPair) => Promise<void>) => test(title, () => withPtyPair(use));

  lend('has the port for itself, and gives it back before close resolves', async ({ paths: [path] }) => {
    const { dialer } = dialerFor({ path });
    for (let round = 0; round < 3; round += 1) {
      const link = await dialer.dial(call());
      const other = dialerFor({ path }).dialer.dial(call());
      await expect(other).rejects.toMatchObject({ code: 'TILL-608', about: `serial:${path}` });
      await link.close();
    }
  });

  lend('goes on without modem lines, and says so once', async ({ paths: [path] }) => {
    const { dialer, log } = dialerFor({ path });
    for (let round = 0; round < 2; round += 1) await (await dialer.dial(call())).close();
    expect(log.lines.map(({ message }) => message)).toEqual(['serial port without modem lines']);
  });

  lend('finds a USB device by its serial number, wherever it is now', async ({ paths: [here, there] }) => {
    const ports = [{ path: here, serialNumber: 'T-1' }];
    const { dialer } = dialerFor({ usbSerialNumber: 'T-1' }, { load: listing(ports) });
    expect(dialer.address).toBe('serial:usb:T-1');
    await (await dialer.dial(call())).close();
    ports.splice(0);
    await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-607', about: 'serial:usb:T-1' });
    ports.push({ path: there, serialNumber: 'T-1' });
    await (await dialer.dial(call())).close();
  });

  lend(
    'finds a USB device by vendor and product, and refuses to choose among two',
    async ({ paths: [path, other] }) => {
      const ports = [{ path, vendorId: '11CA', productId: '0220' }];
      const { dialer } = dialerFor({ usbVendorId: '11ca', usbProductId: '0220' }, { load: listing(ports) });
      await (await dialer.dial(call())).close();
      ports.push({ path: other, vendorId: '11ca', productId: '0220' });
      await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-611' });
    },
  );

  lend('that was given up lets go of the port, and the next one gets it', async ({ paths: [path] }) => {
    const clock = new FakeClock();
    let letOpen: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letOpen = resolve;
    });
    const load = async (): Promise<SerialLibrary> => {
      const library = await loadSerialport();
      return { ...library, open: (where, settings) => held.then(() => library.open(where, settings)) };
    };
    const { dialer } = dialerFor({ path }, { clock, load });
    const first = dialer.dial(call(1_000)).catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await first).toMatchObject({ code: 'TILL-602' });
    const off = new AbortController();
    const second = dialer.dial(call(1_000, off.signal)).catch((error: unknown) => error);
    off.abort('shutdown');
    expect(await second).toBe('shutdown');
    letOpen();
    await (await dialer.dial(call())).close();
  });

  // Pulled while a read was under way, the library alone would never notice: that is a matter of chance, hence the rounds.
  test('hears of an unplugging at any moment', async () => {
    for (let round = 0; round < 15; round += 1) {
      const pair = await lendPtyPair();
      const link = await dialerFor({ path: pair.paths[0] }).dialer.dial(call());
      const ended = new Promise((resolve) => link.onClose(resolve));
      await pair.unplug();
      expect(await ended).toMatchObject({ code: 'TILL-606' });
      await link.close();
    }
  });

  test('opens the same dialer again after the cable was out', async () => {
    const pair = await lendPtyPair();
    const ports = [{ path: pair.paths[0], serialNumber: 'T-1' }];
    const { dialer } = dialerFor({ usbSerialNumber: 'T-1' }, { load: listing(ports) });
    const link = await dialer.dial(call());
    const ended = new Promise((resolve) => link.onClose(resolve));
    await pair.unplug();
    expect(await ended).toMatchObject({ code: 'TILL-606' });
    await withPtyPair(async ({ paths: [path] }) => {
      ports.splice(0, 1, { path, serialNumber: 'T-1' });
      await (await dialer.dial(call())).close();
    });
  });
});

test('nothing is loaded before the first dial', async () => {
  let loads = 0;
  const load = () => {
    loads += 1;
    return loadSerialport();
  };
  const { dialer } = dialerFor({ path: '/dev/tty-not-there' }, { load });
  expect(loads).toBe(0);
  await dialer.dial(call()).catch(() => undefined);
  expect(loads).toBe(1);
});

describe('a serial port that can’t be had', () => {
  test('says that it isn’t there', async () => {
    const { dialer } = dialerFor({ path: '/dev/tty-not-there' });
    await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-607', about: 'serial:/dev/tty-not-there' });
  });

  test('says that it is no port, or doesn’t take the settings', async () => {
    const { dialer } = dialerFor({ path: '/dev/null' });
    await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-610' });
  });

  test.each([
    ['Error Resource temporarily unavailable Cannot lock port', 'TILL-608'],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'TILL-608'],
    ['Opening COM3: Access denied', 'TILL-608'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'TILL-609'],
    ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'TILL-607'],
    ['Error: No such device or address, cannot open /dev/ttyUSB0', 'TILL-607'],
    ['Opening COM3: File not found', 'TILL-607'],
    ['Invalid stop bits setting 2', 'TILL-610'],
  ])('%s: %s', (words, code) => {
    expect(openError(new Error(words), 'serial:x').code).toBe(code);
  });

  test('says that the library doesn’t work here', async () => {
    const broken: SerialLibrary = { ...(await loadSerialport()), list: () => Promise.reject(new Error('no udevadm')) };
    await expect(listSerialPorts(async () => broken)).rejects.toMatchObject({ code: 'TILL-612' });
  });
});

test('ports are listed with what IT needs to name one', async () => {
  const usb = {
    path: '/dev/ttyACM0',
    manufacturer: 'Ingenico',
    serialNumber: 'T-1',
    vendorId: '0b00',
    productId: '0064',
  };
  expect(await listSerialPorts(listing([{ ...usb, locationId: '1-1' } as SerialPortInfo]))).toEqual([usb]);
});
