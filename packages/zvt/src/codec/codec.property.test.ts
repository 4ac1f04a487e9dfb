import { checkMessage } from '@tillbridge/simulators/fuzz';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeApdu } from './apdu.ts';
import { CONTROL } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import { MessageWriter } from './message-writer.ts';
import { readStatusInformation } from './read-status-information.ts';
import { encodeTags, type TagDraft } from './tlv.ts';

const contexts = fc.constantFrom({}, { running: CONTROL.statusEnquiry }, { running: CONTROL.authorisation });
const controls = fc.oneof(fc.constantFrom(...Object.values(CONTROL), 0x841e, 0x849d), fc.nat({ max: 0xffff }));

test('any bytes: nothing throws, nothing is lost, the mask keeps the shape', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), contexts, (bytes, context) => {
      checkMessage(bytes, context);
    }),
    { numRuns: 500 },
  );
});

test('any data behind any command: the same', () => {
  fc.assert(
    fc.property(controls, fc.uint8Array({ maxLength: 300 }), contexts, (control, data, context) => {
      checkMessage(encodeApdu(control, data), context);
    }),
    { numRuns: 2_000 },
  );
});

test('whatever follows the result code, it is never lost', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 0xff }),
      fc.uint8Array({ maxLength: 100 }),
      fc.nat({ max: 100 }),
      (code, data, missing) => {
        const apdu = encodeApdu(CONTROL.statusInformation, Uint8Array.from([0x27, code, ...data]));
        const cut = apdu.subarray(0, Math.max(5, apdu.length - missing));
        expect(readStatusInformation(decodeMessage(cut)).resultCode).toBe(code);
      },
    ),
  );
});

test('tags of any name and depth read back as they were written', () => {
  const { drafts } = fc.letrec<{ drafts: readonly TagDraft[]; draft: TagDraft }>((tie) => ({
    drafts: fc.array(tie('draft'), { maxLength: 4 }),
    draft: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(fc.constantFrom(0x07, 0x41, 0x1f10, 0x1f8101), fc.uint8Array({ maxLength: 300 })),
      fc.tuple(fc.constantFrom(0x25, 0xe2, 0x3f21, 0xff01), tie('drafts')),
    ),
  }));
  type Plain = readonly [number, string | readonly Plain[]];
  type Nodes = ReturnType<typeof decodeMessage>['fields'][number]['tlv'];
  const ofDrafts = (tags: readonly TagDraft[]): readonly Plain[] =>
    tags.map(([tag, inside]) => [tag, inside instanceof Uint8Array ? String(inside) : ofDrafts(inside)]);
  const ofNodes = (nodes: Nodes): readonly Plain[] =>
    (nodes ?? []).map((node) => [node.tag, node.children === null ? String(node.value) : ofNodes(node.children)]);
  fc.assert(
    fc.property(drafts, (tags) => {
      fc.pre(encodeTags(tags).length < 60_000);
      const message = decodeMessage(new MessageWriter(CONTROL.statusInformation).tags(tags).finish());
      expect(message.fault).toBeNull();
      expect(ofNodes(message.fields[0]?.tlv ?? null)).toEqual(ofDrafts(tags));
    }),
  );
});
