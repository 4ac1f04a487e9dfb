import { createSerialDialer } from '@tillbridge/device-io/serial';
import { createTcpDialer, listenTcp } from '@tillbridge/device-io/tcp';
import type { ByteLink } from '@tillbridge/kernel';
import { FakeClock, lendPtyPair, memoryLinkPair, memoryLog, whyNoPtys } from '@tillbridge/testkit';
import { type ByteLinkRig, describeApduLink, type PacketFraming } from '@tillbridge/testkit/contracts';
import { bareLink, encodeSerialFrame, serialLink } from './index.ts';

const BARE: PacketFraming = {
  wrap: (link, clock) => bareLink(link, { clock }),
  frame: (apdu) => apdu,
  acknowledged: false,
};
const SERIAL: PacketFraming = {
  wrap: (link, clock) => serialLink(link, { clock }),
  frame: encodeSerialFrame,
  acknowledged: true,
};

/** Two ports joined by a null-modem cable, as `/dev/ttyUSB0,/dev/ttyUSB1`: the suite then runs over real hardware. */
const CABLE = process.env.TILLBRIDGE_TEST_CABLE?.split(',') ?? [];

const call = () => ({ signal: new AbortController().signal, timeoutMs: 10_000 });

describeApduLink('bare, in memory', BARE, () => memory());
describeApduLink('bare, in memory, byte by byte', BARE, () => memory((bytes) => Array.from(bytes, (byte) => [byte])));
describeApduLink('serial, in memory', SERIAL, () => memory());
describeApduLink('serial, in memory, byte by byte', SERIAL, () =>
  memory((bytes) => Array.from(bytes, (byte) => [byte])),
);
describeApduLink('bare, over TCP', BARE, tcp);
describeApduLink('serial, over TCP (a serial device server)', SERIAL, tcp);
describeApduLink('serial, over pseudo terminals', SERIAL, ptys, whyNoPtys());
describeApduLink(
  'serial, over a null-modem cable',
  SERIAL,
  async () => ports(CABLE, async () => undefined, null),
  CABLE.length === 2 ? null : 'no ports are named in TILLBRIDGE_TEST_CABLE',
);

async function memory(pieces?: (bytes: Uint8Array) => number[][]): Promise<ByteLinkRig> {
  const { a, b, unplug } = memoryLinkPair(
    pieces === undefined ? {} : { chunk: (bytes) => pieces(bytes).map((piece) => Uint8Array.from(piece)) },
  );
  return {
    a,
    b,
    tellsClose: true,
    unplug: async () => unplug(),
    close: async () => {
      await a.close();
      await b.close();
    },
  };
}

async function tcp(): Promise<ByteLinkRig> {
  let came: (link: ByteLink) => void = () => undefined;
  const coming = new Promise<ByteLink>((resolve) => {
    came = resolve;
  });
  const listener = await listenTcp({ host: '127.0.0.1', port: 0 }, came);
  const dialer = createTcpDialer({ host: '127.0.0.1', port: listener.port }, { clock: new FakeClock() });
  const a = await dialer.dial(call());
  const b = await coming;
  const close = async () => {
    await a.close();
    await listener.close();
  };
  return { a, b, tellsClose: true, unplug: null, close };
}

async function ptys(): Promise<ByteLinkRig> {
  const pair = await lendPtyPair();
  return ports(pair.paths, pair.unplug, pair.unplug);
}

async function ports(
  paths: readonly string[],
  giveBack: () => Promise<void>,
  unplug: (() => Promise<void>) | null,
): Promise<ByteLinkRig> {
  const open = (path: string) =>
    createSerialDialer({ path }, { clock: new FakeClock(), log: memoryLog() }).dial(call());
  const [first = '', second = ''] = paths;
  const a = await open(first);
  const b = await open(second);
  const close = async () => {
    await a.close();
    await b.close();
    await giveBack();
  };
  return { a, b, tellsClose: false, unplug, close };
}
