import { describe, expect, test } from 'vitest';
import type { PrintLine } from '../codec/model.ts';
import { ReceiptCollector } from './receipts.ts';

const line = (text: string, last = false): PrintLine => ({ text, feeds: text === '' ? 1 : 0, centred: false, last });

function lines(...texts: readonly string[]): ReceiptCollector {
  const paper = new ReceiptCollector();
  for (const text of texts) paper.line(text.endsWith('|') ? line(text.slice(0, -1), true) : line(text));
  return paper;
}

describe('receipts of single lines', () => {
  test('are told apart by their words', () => {
    expect(lines('Kundenbeleg', 'EUR 1,00|', 'Händlerbeleg', 'EUR 1,00|').receipts()).toEqual([
      { kind: 'cardholder', lines: ['Kundenbeleg', 'EUR 1,00'] },
      { kind: 'merchant', lines: ['Händlerbeleg', 'EUR 1,00'] },
    ]);
  });

  test('else by their order: the merchant’s first', () => {
    expect(
      lines('EUR 1,00|', 'EUR 1,00|')
        .receipts()
        .map(({ kind }) => kind),
    ).toEqual(['merchant', 'cardholder']);
  });

  test('a single one is the guest’s', () => {
    expect(lines('EUR 1,00').receipts()).toEqual([{ kind: 'cardholder', lines: ['EUR 1,00'] }]);
  });

  test('feeds are empty lines; those at the end go', () => {
    expect(lines('a', '', 'b', '', '').report()).toEqual(['a', '', 'b']);
  });
});

test('text blocks say whose they are; administration is a report and no receipt', () => {
  const paper = new ReceiptCollector();
  const block = (receipt: 'merchant' | 'customer' | 'administration', text: string) =>
    paper.block({ receipt, lines: [{ text, centred: false }], declined: false });
  block('customer', 'Kunde');
  block('merchant', 'Kasse');
  block('administration', 'Kassenschnitt');
  expect(paper.receipts()).toEqual([
    { kind: 'cardholder', lines: ['Kunde'] },
    { kind: 'merchant', lines: ['Kasse'] },
  ]);
  expect(paper.report()).toEqual(['Kunde', '', 'Kasse', '', 'Kassenschnitt']);
});

test('card numbers are masked, and a receipt without an end is cut', () => {
  const paper = lines('Karte 4711001234567890');
  expect(paper.report()).toEqual(['Karte 471100******7890']);
  for (let n = 0; n < 1_000; n += 1) paper.line(line('x'));
  expect(paper.receipts().flatMap((one) => one.lines).length).toBe(400);
});
