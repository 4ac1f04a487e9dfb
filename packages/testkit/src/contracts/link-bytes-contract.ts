/** What every way for bytes promises: a socket, a serial port, a pair in memory. */
import { describe, expect, test } from 'vitest';
import { ByteEar, type ByteLinkRig, type MakeByteLinks, until } from './link-rig.ts';

/** More than any buffer on the way takes at once, on systems we know. */
const MANY_BYTES = 300_000;

export function describeByteLink(name: string, makeRig: MakeByteLinks, skip: string | null = null): void {
  const lend = (title: string, use: (rig: ByteLinkRig) => Promise<void>) =>
    test(title, async () => {
      const rig = await makeRig();
      try {
        await use(rig);
      } finally {
        await rig.close();
      }
    });

  if (skip !== null) console.info(`skipped, ${name}: ${skip}`);
  describe.skipIf(skip !== null)(`${name} keeps the contract of a byte link`, () => {
    lend('bytes arrive in the order they were written, each of the 256 as it is', async ({ a, b }) => {
      const ear = new ByteEar(b);
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await Promise.all(Array.from({ length: 16 }, (_, at) => a.write(every.subarray(at * 16, at * 16 + 16))));
      expect(await ear.heard(256)).toEqual(every);
    });

    lend('what came before the listener is given to it', async ({ a, b }) => {
      const first = Uint8Array.of(1, 2, 3);
      await a.write(first);
      await b.write(first);
      await new ByteEar(a).heard(3);
      expect(await new ByteEar(b).heard(3)).toEqual(first);
    });

    lend('what arrives is plain bytes, which nobody else changes', async ({ a, b }) => {
      const pieces: Uint8Array[] = [];
      b.onBytes((piece) => pieces.push(piece));
      await a.write(Uint8Array.of(1));
      await until(() => pieces.length === 1, 'the first piece');
      await a.write(Uint8Array.of(2));
      await until(() => pieces.length === 2, 'the second piece');
      expect(pieces).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
      expect(pieces.every((piece) => Object.getPrototypeOf(piece) === Uint8Array.prototype)).toBe(true);
    });

    lend('much at once, both ways at the same time', async ({ a, b }) => {
      const much = Uint8Array.from({ length: MANY_BYTES }, (_, at) => (at * 7) % 251);
      const ears = [new ByteEar(a), new ByteEar(b)];
      await Promise.all([a.write(much), b.write(much)]);
      for (const ear of ears) expect(Buffer.compare(await ear.heard(MANY_BYTES), much)).toBe(0);
    });

    lend('what was written may be changed by its owner', async ({ a, b }) => {
      const ear = new ByteEar(b);
      const mine = Uint8Array.of(1, 2, 3);
      await a.write(mine);
      mine.fill(9);
      expect(await ear.heard(3)).toEqual(Uint8Array.of(1, 2, 3));
    });

    lend('closed by us: told once as null, also late; writes are refused; closing again is nothing', async ({ a }) => {
      const ear = new ByteEar(a);
      await Promise.all([a.close(), a.close()]);
      await until(() => ear.ends.length > 0, 'the end');
      await expect(a.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'TILL-605' });
      await a.close();
      expect(ear.ends).toEqual([null]);
    });

    lend('a listener that comes after the end hears of it', async ({ a }) => {
      await a.close();
      const ear = new ByteEar(a);
      await until(() => ear.ends.length > 0, 'the end');
      expect(ear.ends).toEqual([null]);
    });

    lend('what was written before a close arrives', async ({ a, b }) => {
      const ear = new ByteEar(b);
      await a.write(Uint8Array.of(1, 2, 3));
      await a.close();
      expect(await ear.heard(3)).toEqual(Uint8Array.of(1, 2, 3));
    });

    lend('the other end hears of a close, where the line tells', async ({ a, b, tellsClose }) => {
      const ear = new ByteEar(b);
      await a.close();
      if (!tellsClose) return;
      await until(() => ear.ends.length > 0, 'the end');
      expect(ear.ends).toEqual([expect.objectContaining({ code: 'TILL-605' })]);
      await expect(b.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'TILL-605' });
    });

    lend('unplugged: both ends hear why, and nothing can be written any more', async ({ a, b, unplug }) => {
      if (unplug === null) return;
      const ears = [new ByteEar(a), new ByteEar(b)];
      await unplug();
      for (const ear of ears) {
        await until(() => ear.ends.length > 0, 'the end');
        expect(ear.ends).toEqual([expect.objectContaining({ code: 'TILL-606' })]);
      }
      await expect(a.write(Uint8Array.of(1))).rejects.toMatchObject({ name: 'TillbridgeError' });
      await a.close();
    });
  });
}
