import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BroadcastPort, discover, findingsOf, readIAm, WHO_IS } from './discovery.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const CALL = { signal: new AbortController().signal, timeoutMs: 10_000 };
const PINNED = { terminalCode: 'TH-1234-5678', host: '10.0.0.8' };

describe('the answer to a discovery', () => {
  test.each([
    ['PAY.POS-I.AM:TH-1234-5678:Pin 1', { code: 'TH-1234-5678', name: 'Pin 1' }],
    ['PAY.POS-I.AM:TH-1234-5678:Pin 1\n', { code: 'TH-1234-5678', name: 'Pin 1' }],
    ['PAY.POS-I.AM:TH-1234-5678:Hal: links', { code: 'TH-1234-5678', name: 'Hal: links' }],
    ['PAY.POS-I.AM:TH-1234-5678:', { code: 'TH-1234-5678', name: '' }],
    ['PAY.POS-I.AM:TH-1234-5678:a\u0007b', { code: 'TH-1234-5678', name: 'a b' }],
  ])('%j', (text, answer) => expect(readIAm(bytesOf(text))).toEqual(answer));

  test.each([
    'PAY.POS-I.AM:TH-1234-5678',
    'PAY.POS-I.AM:TH-1234-567:Pin',
    'PAY.POS-I.AM:th-1234-5678:Pin',
    'PAY.POS-I.AM:XTH-1234-5678:Pin',
    'PAY.POS-WHO.IS',
    ' PAY.POS-I.AM:TH-1234-5678:Pin',
    '',
    `PAY.POS-I.AM:TH-1234-5678:${'x'.repeat(600)}`,
  ])('%j is none', (text) => expect(readIAm(bytesOf(text))).toBeNull());

  test('any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        readIAm(bytes);
      }),
    );
  });
});

describe('discovery and the pinned address', () => {
  test('asks once, on the port of the protocol, for three seconds, and lists each terminal once', async () => {
    const asked: unknown[] = [];
    const port: BroadcastPort = {
      broadcast: async (question, number, heard, { timeoutMs }) => {
        asked.push([new TextDecoder().decode(question), number, timeoutMs]);
        const say = (text: string, address: string) => heard({ bytes: bytesOf(text), address });
        say('PAY.POS-I.AM:TH-8765-4321:Pin 2', '10.0.0.9');
        say('PAY.POS-I.AM:TH-1234-5678:Pin 1', '10.0.0.8');
        say('PAY.POS-I.AM:TH-1234-5678:Pin 1', '10.0.0.8');
        say('HELLO', '10.0.0.7');
      },
    };
    const found = await discover(port, CALL, PINNED);
    expect(asked).toEqual([[WHO_IS, 8889, 3_000]]);
    expect(found.terminals.map(({ code, address }) => [code, address])).toEqual([
      ['TH-1234-5678', '10.0.0.8'],
      ['TH-8765-4321', '10.0.0.9'],
    ]);
    expect(found.findings.map(({ entry, detail }) => [entry.code, detail])).toEqual([['PAY-321', '10.0.0.7']]);
  });

  const at = (code: string, address: string) => ({ code, name: '', address });
  test.each([
    ['where the settings say', [at('TH-1234-5678', '10.0.0.8')], []],
    ['at another address', [at('TH-1234-5678', '10.0.0.77')], ['PAY-322']],
    ['another one at its address', [at('TH-8765-4321', '10.0.0.8')], ['PAY-323', 'PAY-325']],
    ['the two swapped', [at('TH-8765-4321', '10.0.0.8'), at('TH-1234-5678', '10.0.0.9')], ['PAY-323', 'PAY-322']],
    ['twice', [at('TH-1234-5678', '10.0.0.8'), at('TH-1234-5678', '10.0.0.66')], ['PAY-324']],
    ['not at all', [], ['PAY-325']],
  ])('found %s', (_, terminals, codes) => {
    expect(findingsOf(terminals, PINNED).map(({ entry }) => entry.code)).toEqual(codes);
  });
});
