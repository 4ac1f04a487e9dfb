/** What every way for ZVT's APDUs promises, whatever carries its bytes. */
import { describe, expect, test } from 'vitest';
import { describeAcknowledgedLink } from './link-acknowledged.ts';
import { type LinkTest, withLink } from './link-lending.ts';
import { ByteEar, type MakeByteLinks, PacketEar, type PacketFraming, until } from './link-rig.ts';

const REGISTRATION = Uint8Array.of(0x06, 0x00, 0x03, 0x00, 0x00, 0x00);
/** Full of what frames are made of. */
const CONTROL_BYTES = Uint8Array.of(0x06, 0xd1, 0x08, 0x10, 0x10, 0x02, 0x10, 0x03, 0x06, 0x15, 0x10);
const EMPTY = Uint8Array.of(0x80, 0x00, 0x00);
const EXTENDED = Uint8Array.of(0x06, 0xd3, 0xff, 0x02, 0x00, 0x06, 0x00);
const SAMPLES = [REGISTRATION, CONTROL_BYTES, EMPTY, EXTENDED];
/** Longer than T3 (5 s). */
const TOO_LONG_MS = 6_000;

/** @param skip why this line can't be had here; the tests are then shown as skipped */
export function describeApduLink(
  name: string,
  framing: PacketFraming,
  makeLine: MakeByteLinks,
  skip: string | null = null,
): void {
  const lend: LinkTest = (title, use) => {
    test(title, () => withLink(makeLine, framing, use));
  };

  if (skip !== null) console.info(`skipped, ${name}: ${skip}`);
  describe.skipIf(skip !== null)(`${name} keeps the contract of an APDU link`, () => {
    describeWhole(lend);
    describeEnds(lend);
    if (framing.acknowledged) describeAcknowledgedLink(lend);
  });
}

function describeWhole(lend: LinkTest): void {
  lend('APDUs arrive whole and in order, both ways', async ({ near, wrapFar }) => {
    const far = wrapFar();
    const ears = [new PacketEar(near), new PacketEar(far)];
    await Promise.all([near, far].flatMap((link) => SAMPLES.map((apdu) => link.send(apdu))));
    for (const ear of ears) expect(await ear.heard(SAMPLES.length)).toEqual(SAMPLES);
  });

  lend('the longest APDU there is', async ({ near, wrapFar }) => {
    const apdu = new Uint8Array(5 + 0xffff).map((_, at) => at % 256);
    apdu.set([0x06, 0xd3, 0xff, 0xff, 0xff]);
    const ear = new PacketEar(wrapFar());
    await near.send(apdu);
    const [got = EMPTY] = await ear.heard(1);
    expect(Buffer.compare(got, apdu)).toBe(0);
  });

  lend('split at every byte', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    for (const byte of framing.frame(CONTROL_BYTES)) await far.write(Uint8Array.of(byte));
    expect(await ear.heard(1)).toEqual([CONTROL_BYTES]);
  });

  lend('merged into one piece', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    await far.write(Buffer.concat(SAMPLES.map((apdu) => framing.frame(apdu))));
    expect(await ear.heard(SAMPLES.length)).toEqual(SAMPLES);
  });

  lend('what came before the listener is given to it', async ({ near, wrapFar }) => {
    const far = wrapFar();
    await Promise.all([near.send(REGISTRATION), far.send(EMPTY)]);
    expect(await new PacketEar(far).heard(1)).toEqual([REGISTRATION]);
    expect(await new PacketEar(near).heard(1)).toEqual([EMPTY]);
  });
}

function describeEnds(lend: LinkTest): void {
  lend(
    'closed by us while a message is under way: it is refused, the end is told as null',
    async ({ near, framing }) => {
      const ear = new PacketEar(near);
      // Nobody at the other end: an acknowledged send can't be through yet.
      const sent = [near.send(REGISTRATION), near.send(EMPTY)].map((one) => one.catch((error: unknown) => error));
      await near.close();
      const results = await Promise.all(sent);
      if (framing.acknowledged) for (const result of results) expect(result).toMatchObject({ code: 'ZVT-202' });
      expect(await ear.ended()).toBeNull();
      await expect(near.send(REGISTRATION)).rejects.toMatchObject({ code: 'ZVT-202' });
      await near.close();
      expect(ear.ends).toEqual([null]);
    },
  );

  lend('the other side closes, where the line tells: the end has its reason', async ({ near, far, line }) => {
    const ear = new PacketEar(near);
    await far.close();
    if (!line.tellsClose) return;
    expect(await ear.ended()).toMatchObject({ code: 'TILL-605' });
    await expect(near.send(REGISTRATION)).rejects.toMatchObject({ code: 'ZVT-202' });
  });

  lend('unplugged in the middle of an APDU: the end has its reason, half an APDU is none', async (rig) => {
    const { near, far, framing, line } = rig;
    if (line.unplug === null) return;
    const ear = new PacketEar(near);
    await rig.begun(() => far.write(framing.frame(CONTROL_BYTES).subarray(0, 7)));
    await line.unplug();
    expect(await ear.ended()).toMatchObject({ code: 'TILL-606' });
    await expect(near.send(REGISTRATION)).rejects.toMatchObject({ code: 'ZVT-202' });
    expect(ear.packets).toEqual([]);
  });

  lend('half an APDU, then silence: given up in its time', async (rig) => {
    const { near, far, clock, framing } = rig;
    const ear = new PacketEar(near);
    const answers = new ByteEar(far);
    await rig.begun(() => far.write(framing.frame(CONTROL_BYTES).subarray(0, 7)));
    await clock.advance(TOO_LONG_MS);
    if (!framing.acknowledged) {
      expect(await ear.ended()).toMatchObject({ code: 'ZVT-205' });
      return;
    }
    // NAK, and the repeat is taken.
    expect(await answers.heard(1)).toEqual(Uint8Array.of(0x15));
    await far.write(framing.frame(CONTROL_BYTES));
    expect(await ear.heard(1)).toEqual([CONTROL_BYTES]);
  });

  lend('an end leaves no timer behind', async (rig) => {
    const { near, far, clock, framing } = rig;
    near.send(REGISTRATION).catch(() => undefined);
    await rig.begun(() => far.write(framing.frame(CONTROL_BYTES).subarray(0, 7)));
    await near.close();
    await until(() => clock.sleeping === 0, 'nobody asleep');
  });
}
