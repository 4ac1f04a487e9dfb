import { type HealthLine, healthLineSchema } from '@tillbridge/contracts';
import { createTranslator, LANGUAGES } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { lastProof } from './health-words.ts';

const AT = Date.UTC(2026, 2, 14, 11, 3);
const terminal: HealthLine = {
  id: 'terminal:pin-1',
  kind: 'terminal',
  name: 'Pin 1',
  state: 'ok',
  lastSeenAt: AT,
  how: 'status-enquiry',
  code: null,
  count: null,
};

describe('the last proof of life of a terminal', () => {
  it('says how it was obtained, and when', () => {
    const words = createTranslator('en');
    expect(lastProof(terminal, words)).toBe(`answered a status enquiry at ${words.time(AT)}`);
    expect(lastProof({ ...terminal, how: null }, words)).toBe(`last seen ${words.time(AT)}`);
    expect(lastProof({ ...terminal, lastSeenAt: null }, words)).toBeNull();
  });

  it.each(LANGUAGES)('has words in %s for every way to obtain it', (language) => {
    const words = createTranslator(language);
    for (const how of healthLineSchema.shape.how.unwrap().options) {
      expect(lastProof({ ...terminal, how }, words)).toMatch(/\S/);
      expect(lastProof({ ...terminal, how }, words)).not.toMatch(/[{}]|health\./);
    }
  });
});
