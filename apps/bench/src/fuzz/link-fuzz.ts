/** Bytes in pieces, with pauses, into a bare link and a serial one that have something to send as well. */
import type { Random } from '@tillbridge/kernel';
import { type FuzzTarget, hexOf, holds, inPieces, mutated, pick } from '@tillbridge/simulators/fuzz';
import { FakeClock, memoryLinkPair } from '@tillbridge/testkit';
import { buildAck, buildPrintLine } from '@tillbridge/zvt/codec';
import { ACK, type ApduLink, bareLink, encodeSerialFrame, NAK, serialLink } from '@tillbridge/zvt/link';
import { settled } from './settling.ts';

const TELLING: readonly number[] = [0x10, 0x02, 0x03, ACK, NAK, 0x04, 0x0f, 0x80, 0x00, 0xff];
const MOST_MESSAGES = 4;
const LONGEST_PIECE = 40;
const LONGEST_RANDOM = 200;
/** About the timers of both links: within, at, and beyond T1; within and beyond T2 and T3. */
const PAUSES_MS: readonly number[] = [0, 0, 0, 0, 150, 250, 4_900, 5_100];
/** Two messages, three sends each of T2 and the time on the line; every bad frame in between. */
const SENDS_OVER_MS = 60_000;

export function linkTarget(samples: readonly Uint8Array[]): FuzzTarget {
  return {
    name: 'links',
    async round(random, tell) {
      const serial = pick(random, 2) === 0;
      const input = drawStream(random, samples, serial);
      tell(input);
      const clock = new FakeClock();
      const { a, b } = memoryLinkPair();
      const link = serial ? serialLink(a, { clock }) : bareLink(a, { clock });
      const heard: string[] = [];
      let ends = 0;
      link.onApdu((apdu) => heard.push(hexOf(apdu)));
      link.onClose(() => {
        ends += 1;
      });
      const sends = [buildAck(), buildPrintLine('Totaal')].slice(pick(random, 3)).map((apdu) => outcomeOf(link, apdu));
      for (const piece of inPieces(random, input, LONGEST_PIECE)) {
        // A link that gave up has closed its end.
        await b.write(piece).catch(() => undefined);
        await clock.advance(PAUSES_MS[pick(random, PAUSES_MS.length)] ?? 0);
      }
      await settled(clock, 'messages that are sent', SENDS_OVER_MS, Promise.all(sends));
      await clock.advance(SENDS_OVER_MS);
      await settled(clock, 'closing', 0, link.close());
      await clock.settle();
      holds(ends === 1, 'the end is told once');
      const hex = hexOf(input);
      if (serial) for (const apdu of heard) holds(hex.includes(hexOf(framed(apdu))), 'a message was framed');
      else holds(hex.startsWith(heard.join('')), 'messages are what came, from its first byte');
      holds((await outcomeOf(link, buildAck())) === 'not sent', 'nothing is sent after the end');
    },
  };
}

function outcomeOf(link: ApduLink, apdu: Uint8Array): Promise<'sent' | 'not sent'> {
  return link.send(apdu).then(
    () => 'sent',
    () => 'not sent',
  );
}

function framed(apdu: string): Uint8Array {
  return encodeSerialFrame(Uint8Array.from(Buffer.from(apdu, 'hex')));
}

function drawStream(random: Random, samples: readonly Uint8Array[], serial: boolean): Uint8Array {
  if (pick(random, 6) === 0) return random.bytes(pick(random, LONGEST_RANDOM));
  const bytes: number[] = [];
  for (let message = pick(random, MOST_MESSAGES); message >= 0; message -= 1) {
    const apdu = samples[pick(random, samples.length)] ?? buildAck();
    const sound = serial ? encodeSerialFrame(apdu) : apdu;
    bytes.push(...(pick(random, 2) === 0 ? sound : mutated(random, sound, TELLING)));
    if (serial && pick(random, 2) === 0) bytes.push(pick(random, 4) === 0 ? NAK : ACK);
  }
  return Uint8Array.from(bytes);
}
