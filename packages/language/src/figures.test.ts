import { describe, expect, it } from 'vitest';
import { formatAmount, formatDate, formatSpan, formatTime } from './figures.ts';
import { LANGUAGES } from './language.ts';

const AFTERNOON = Date.UTC(2026, 10, 21, 13, 5);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('amounts', () => {
  it('carry no thousands mark below ten thousand, and always cents', () => {
    const of = (cents: number) => LANGUAGES.map((language) => plain(formatAmount(cents, language)));
    expect(of(123_450)).toEqual(['€ 1234,50', '1234,50 €', '1234,50 €', '€1234.50']);
    expect(of(0)).toEqual(['€ 0,00', '0,00 €', '0,00 €', '€0.00']);
    expect(of(5)).toEqual(['€ 0,05', '0,05 €', '0,05 €', '€0.05']);
  });

  it('carry one from ten thousand on, French with a space our font can draw', () => {
    expect(plain(formatAmount(1_234_567, 'nl'))).toBe('€ 12.345,67');
    expect(plain(formatAmount(1_234_567, 'fr'))).toBe('12\u2060\u2009\u2060345,67 €');
    expect(plain(formatAmount(1_234_567, 'fr', 'till'))).toBe('12 345,67 €');
  });

  it('below nothing begin with a real minus on our windows and a plain one on a till', () => {
    expect(plain(formatAmount(-500, 'nl'))).toBe('\u2212€ 5,00');
    expect(plain(formatAmount(-500, 'de'))).toBe('\u22125,00 €');
    expect(plain(formatAmount(-500, 'nl', 'till'))).toBe('-€ 5,00');
  });

  it('are exact up to the largest a till can ask for', () => {
    expect(plain(formatAmount(9_999_999_999, 'en'))).toBe('€99,999,999.99');
  });
});

describe('times', () => {
  it('use the 24-hour clock', () => {
    for (const language of LANGUAGES) expect(formatTime(AFTERNOON, language, 'Europe/Amsterdam')).toBe('14:05');
    expect(formatTime(Date.UTC(2026, 0, 1, 23, 30), 'en', 'Europe/Amsterdam')).toBe('00:30');
  });

  it('name the year only when it is another', () => {
    expect(formatDate(AFTERNOON, AFTERNOON, 'nl', 'UTC')).toBe('21 nov');
    expect(formatDate(Date.UTC(2025, 10, 21), AFTERNOON, 'nl', 'UTC')).toBe('21 nov 2025');
  });

  it('count spans in minutes and seconds, never below zero', () => {
    expect([108_900, 59_999, 0, -4_000].map(formatSpan)).toEqual(['1:48', '0:59', '0:00', '0:00']);
  });
});
