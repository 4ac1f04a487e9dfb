import { describe, expect, it } from 'vitest';
import { createScanDecoder, DAMAGED, type ScanMarks } from './scan-decoder.ts';

const ENTER: ScanMarks = { prefix: '', suffix: 'enter' };

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (mark) => mark.charCodeAt(0));
}

describe('what a scanner sends', () => {
  it.each([
    ['TCK-1\r', ['TCK-1']],
    ['TCK-1\r\nTCK-2\r\n', ['TCK-1', 'TCK-2']],
    ['\r\n\r\n', []],
    ['TCK-1', []],
    ['TC\u0000K\r', [`TC${DAMAGED}K`]],
    ['caf\u00e9\n', [`caf${DAMAGED}`]],
  ])('%j is %j, in one piece and byte by byte', (sent, codes) => {
    expect(createScanDecoder(ENTER).bytes(bytes(sent))).toEqual(codes);
    const slow = createScanDecoder(ENTER);
    expect([...bytes(sent)].flatMap((byte) => slow.bytes(Uint8Array.of(byte)))).toEqual(codes);
  });

  it('ends with a tab where the settings say so', () => {
    expect(createScanDecoder({ prefix: '', suffix: 'tab' }).bytes(bytes('A 1\tB\t'))).toEqual(['A 1', 'B']);
  });

  it('has the prefix taken off, and is nobody’s without it', () => {
    expect(createScanDecoder({ prefix: '~', suffix: 'enter' }).bytes(bytes('~TCK-1\rTCK-2\r~\r'))).toEqual(['TCK-1']);
  });

  it('is over after a pause where it has no end, and only there', () => {
    const endless = createScanDecoder({ prefix: '', suffix: 'none' });
    expect(endless.bytes(bytes('TCK-1'))).toEqual([]);
    expect([endless.pause(), endless.pause()]).toEqual([['TCK-1'], []]);
    const ended = createScanDecoder(ENTER);
    ended.bytes(bytes('TCK-1'));
    expect([ended.pause(), ended.bytes(bytes('2\r'))]).toEqual([[], ['TCK-12']]);
  });

  it('keeps no more than a line’s length of noise', () => {
    const [code = ''] = createScanDecoder(ENTER).bytes(bytes(`${'x'.repeat(10_000)}\r`));
    expect(code).toHaveLength(256);
  });
});
