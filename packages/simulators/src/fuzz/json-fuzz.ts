/** Random and mutated text of a PAY.POS terminal through the reader of objects. */
import type { Random } from '@tillbridge/kernel';
import { JsonStream, type JsonStreamItem } from '@tillbridge/pay-ecr';
import { hexOf, holds, inPieces, mutated, pick } from './mutation.ts';
import type { FuzzTarget } from './target.ts';

/** The shapes of messages, with what may stand in texts: quotes, braces, letters of several bytes. */
const SAMPLES: readonly Uint8Array[] = [
  '{"type":"PONG","reason":null}\n',
  '{"type":"TRANSACTION_EVENT","event":"FINISHED","approved":true,"message":"Akkoord €  {\\"x\\"}","orderId":"1-2"}\n',
  '{"type":"HISTORY_LIST_RESPONSE","items":[{"id":"a","reference":"01J","status":"PAID"},{"id":"b","status":"\\\\"}]}\n',
  '{"type":"HISTORY_GET_RESPONSE","id":"1","amount":1470,"ticket":"S0xBTlRUSUNLRVQ=","description":"caf\\u00e9 ☕"}\n',
  '[1,2] true {"a":{"b":{"c":[{}]}}} {"d":-1e9}',
].map((text) => new TextEncoder().encode(text));

/** Quote, backslash, braces, brackets, colon, comma, blanks, and bytes that begin or go on a longer letter. */
const TELLING: readonly number[] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a, 0x2c, 0x0a, 0x0d, 0x20, 0x00, 0xc3, 0xe2, 0x82, 0xf0, 0xff,
];
const MOST_SAMPLES = 4;
const LONGEST_RANDOM = 200;
const FEW_BYTES = 64;
const FEW_LEVELS = 3;

export function jsonTarget(): FuzzTarget {
  return {
    name: 'PAY.POS objects',
    round(random, tell) {
      const input = pick(random, 8) === 0 ? random.bytes(pick(random, LONGEST_RANDOM)) : mutatedText(random);
      tell(input);
      const limits = pick(random, 2) === 0 ? {} : { maxBytes: FEW_BYTES, maxDepth: FEW_LEVELS };
      const whole = new JsonStream(limits).push(input);
      const inParts = new JsonStream(limits);
      const pieces = inPieces(random, input).flatMap((piece) => inParts.push(piece));
      holds(pieces.map(phrase).join() === whole.map(phrase).join(), 'pieces give the same objects');
      const hex = hexOf(input);
      for (const item of whole) {
        if (item.kind === 'fault') {
          holds(item.fault.offset >= 0 && item.fault.offset < input.length, 'the fault lies within the bytes');
          continue;
        }
        const bytes = new TextEncoder().encode(item.text);
        holds(hex.includes(hexOf(bytes)), 'an object stood there');
        holds(bytes.length <= (limits.maxBytes ?? Number.POSITIVE_INFINITY), 'no object is longer than allowed');
      }
    },
  };
}

function mutatedText(random: Random): Uint8Array {
  const bytes: number[] = [];
  for (let sample = pick(random, MOST_SAMPLES); sample >= 0; sample -= 1) {
    const text = SAMPLES[pick(random, SAMPLES.length)] ?? new Uint8Array(0);
    bytes.push(...(pick(random, 3) === 0 ? text : mutated(random, text, TELLING)));
  }
  return Uint8Array.from(bytes);
}

function phrase(item: JsonStreamItem): string {
  return item.kind === 'object' ? item.text : `${item.fault.reason} at ${item.fault.offset}`;
}
