/** What a link promises on top when each frame is acknowledged and repeated (PA00P016 rev 04, 2.1 and 3). */
import { expect } from 'vitest';
import type { LinkTest } from './link-lending.ts';
import { ByteEar, PacketEar, until } from './link-rig.ts';

const ACK = 0x06;
const NAK = 0x15;
/** Longer than T2 (5 s) and the time a short frame takes. */
const T2_OVER_MS = 5_100;
/** No repeat of anything is still to be expected. */
const LONG_AFTER_MS = 10_000;

const QUESTION = Uint8Array.of(0x05, 0x01, 0x03, 0x00, 0x00, 0x00);
const ANSWER = Uint8Array.of(0x80, 0x00, 0x00);
const PROGRESS = Uint8Array.of(0x04, 0xff, 0x01, 0x0e);

export function describeAcknowledgedLink(lend: LinkTest): void {
  describeReceiving(lend);
  describeRepeats(lend);
  describeSending(lend);
}

function describeReceiving(lend: LinkTest): void {
  lend('a good frame is acknowledged at once, whether anybody listens or not', async ({ far, framing }) => {
    const answers = new ByteEar(far);
    await far.write(framing.frame(PROGRESS));
    expect(await answers.heard(1)).toEqual(Uint8Array.of(ACK));
  });

  lend('noise between frames is passed over', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const noise = Uint8Array.of(0x00, 0xff, 0x10, 0x41, 0x02, 0x03, 0x10);
    await far.write(Buffer.concat([noise, framing.frame(PROGRESS), noise, framing.frame(QUESTION), noise]));
    expect(await ear.heard(2)).toEqual([PROGRESS, QUESTION]);
  });

  lend('a bad checksum once: NAK, and the repeat is taken', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const answers = new ByteEar(far);
    const damaged = framing.frame(PROGRESS);
    damaged[3] = 0xfe;
    await far.write(damaged);
    expect(await answers.heard(1)).toEqual(Uint8Array.of(NAK));
    await far.write(framing.frame(PROGRESS));
    expect(await answers.heard(2, 1)).toEqual(Uint8Array.of(ACK));
    expect(await ear.heard(1)).toEqual([PROGRESS]);
  });

  lend('three damaged frames in a row: the link ends with ZVT-204', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const answers = new ByteEar(far);
    const damaged = framing.frame(PROGRESS);
    damaged[3] = 0xfe;
    for (let count = 1; count <= 3; count += 1) {
      await far.write(damaged);
      expect(await answers.heard(count, count - 1)).toEqual(Uint8Array.of(NAK));
    }
    expect(await ear.ended()).toMatchObject({ code: 'ZVT-204' });
  });

  lend('damaged frames with good ones in between don’t add up', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const damaged = framing.frame(QUESTION);
    damaged[3] = 0xfe;
    for (let count = 0; count < 4; count += 1) {
      const good = Uint8Array.of(0x04, 0xff, 0x01, count);
      await far.write(Buffer.concat([damaged, framing.frame(good)]));
    }
    await ear.heard(4);
    expect(ear.ends).toEqual([]);
  });
}

function describeRepeats(lend: LinkTest): void {
  lend(
    'our ACK got lost: the repeat is acknowledged again and handed on once',
    async ({ near, far, framing, clock }) => {
      const ear = new PacketEar(near);
      const answers = new ByteEar(far);
      await far.write(framing.frame(PROGRESS));
      await answers.heard(1);
      await clock.advance(T2_OVER_MS);
      await far.write(framing.frame(PROGRESS));
      expect(await answers.heard(2)).toEqual(Uint8Array.of(ACK, ACK));
      await far.write(framing.frame(QUESTION));
      expect(await ear.heard(2)).toEqual([PROGRESS, QUESTION]);
    },
  );

  lend('the same words after our answer was acknowledged are handed on', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    await far.write(framing.frame(PROGRESS));
    await ear.heard(1);
    const answered = near.send(ANSWER);
    await far.write(Uint8Array.of(ACK));
    await answered;
    await far.write(framing.frame(PROGRESS));
    expect(await ear.heard(2)).toEqual([PROGRESS, PROGRESS]);
  });

  lend('the same words long after are handed on', async ({ near, far, framing, clock }) => {
    const ear = new PacketEar(near);
    await far.write(framing.frame(QUESTION));
    await ear.heard(1);
    await clock.advance(LONG_AFTER_MS);
    await far.write(framing.frame(QUESTION));
    expect(await ear.heard(2)).toEqual([QUESTION, QUESTION]);
  });
}

function describeSending(lend: LinkTest): void {
  const frameLength = 12;

  lend('no ACK within T2: sent again, and delivered with the ACK that comes', async ({ near, far, framing, clock }) => {
    const received = new ByteEar(far);
    const sent = near.send(QUESTION);
    await received.heard(frameLength);
    await clock.advance(T2_OVER_MS);
    expect(await received.heard(2 * frameLength, frameLength)).toEqual(framing.frame(QUESTION));
    await far.write(Uint8Array.of(ACK));
    await sent;
  });

  lend('no ACK at all: three sends, then ZVT-201; the next message goes its way', async ({ near, far, clock }) => {
    const received = new ByteEar(far);
    const sent = near.send(QUESTION).catch((error: unknown) => error);
    for (let count = 1; count <= 3; count += 1) {
      await received.heard(count * frameLength);
      await clock.advance(T2_OVER_MS);
    }
    expect(await sent).toMatchObject({ code: 'ZVT-201' });
    const next = near.send(QUESTION);
    await received.heard(4 * frameLength);
    await far.write(Uint8Array.of(ACK));
    await next;
  });

  lend('a storm of NAKs: three sends, then ZVT-201', async ({ near, far }) => {
    const received = new ByteEar(far);
    const sent = near.send(QUESTION).catch((error: unknown) => error);
    for (let count = 1; count <= 3; count += 1) {
      await received.heard(count * frameLength);
      await far.write(Uint8Array.of(NAK));
    }
    expect(await sent).toMatchObject({ code: 'ZVT-201' });
    await far.write(new Uint8Array(50).fill(NAK));
    const next = near.send(QUESTION);
    await until(() => received.length >= 4 * frameLength, 'the next message');
    await far.write(Uint8Array.of(ACK));
    await next.catch(() => undefined);
    expect(received.length % frameLength).toBe(0);
  });

  lend('both begin at once: each is acknowledged, neither is lost', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const received = new ByteEar(far);
    const sent = near.send(QUESTION);
    await far.write(framing.frame(PROGRESS));
    const both = await received.heard(frameLength + 1);
    expect([...both].filter((byte) => byte === ACK)).toHaveLength(1);
    await far.write(Uint8Array.of(ACK));
    await sent;
    expect(await ear.heard(1)).toEqual([PROGRESS]);
  });

  lend('the ACK of an answer got lost: the next message stands for it', async ({ near, far, framing, clock }) => {
    const ear = new PacketEar(near);
    const received = new ByteEar(far);
    await far.write(framing.frame(QUESTION));
    await ear.heard(1);
    const sent = near.send(ANSWER);
    await received.heard(1 + 9);
    await far.write(framing.frame(PROGRESS));
    await sent;
    expect(await ear.heard(2)).toEqual([QUESTION, PROGRESS]);
    await received.heard(1 + 9 + 1);
    await clock.advance(LONG_AFTER_MS);
    expect(received.length).toBe(1 + 9 + 1);
  });

  lend('the ACK of a command got lost: its answer stands for it, and it is never sent twice', async (rig) => {
    const { near, far, framing, clock } = rig;
    const ear = new PacketEar(near);
    const received = new ByteEar(far);
    const sent = near.send(QUESTION);
    await received.heard(frameLength);
    await far.write(framing.frame(ANSWER));
    await sent;
    expect(await ear.heard(1)).toEqual([ANSWER]);
    await received.heard(frameLength + 1);
    await clock.advance(LONG_AFTER_MS);
    expect(received.length).toBe(frameLength + 1);
  });

  lend('an ACK and the answer in one breath', async ({ near, far, framing }) => {
    const ear = new PacketEar(near);
    const received = new ByteEar(far);
    const sent = near.send(QUESTION);
    await received.heard(frameLength);
    await far.write(Buffer.concat([Uint8Array.of(ACK), framing.frame(ANSWER)]));
    await sent;
    expect(await ear.heard(1)).toEqual([ANSWER]);
  });

  lend('messages wait for their turn', async ({ near, far, framing }) => {
    const received = new ByteEar(far);
    const sent = [near.send(QUESTION), near.send(ANSWER)];
    await received.heard(frameLength);
    await far.write(Uint8Array.of(ACK));
    expect(await received.heard(frameLength + 9, frameLength)).toEqual(framing.frame(ANSWER));
    await far.write(Uint8Array.of(ACK));
    await Promise.all(sent);
  });
}
