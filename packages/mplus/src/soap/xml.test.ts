import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, parseXml } from './xml.ts';

function refused(text: string): string | null {
  const parsed = parseXml(text);
  return parsed.ok ? null : parsed.reason;
}

describe('XML is read by namespace', () => {
  it.each([
    '<a:x xmlns:a="urn:n"><a:y>1</a:y></a:x>',
    '<x xmlns="urn:n"><y>1</y></x>',
    '\uFEFF<x xmlns="urn:n"><y>1</y></x>',
  ])('%s', (text) => {
    const parsed = parseXml(text);
    expect(parsed).toMatchObject({
      ok: true,
      root: { namespace: 'urn:n', name: 'x', children: [{ namespace: 'urn:n', name: 'y', text: '1' }] },
    });
  });

  it('keeps text, CDATA and character references, and nothing of comments', () => {
    const parsed = parseXml('<x>a &amp; <![CDATA[<b>]]><!-- no --> &#233;</x>');
    expect(parsed.ok && parsed.root.text).toBe('a & <b> é');
  });
});

describe('what is refused', () => {
  const LAUGHS = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>`;
  it.each([
    ['entities of its own', LAUGHS, 'a document type is not allowed'],
    ['files of this machine', '<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', 'a document type is not allowed'],
    ['an unknown entity', '<x>&nbsp;</x>', /^not well formed, line 1/],
    ['an instruction', '<?php x ?><x/>', 'processing instructions are not allowed'],
    ['an unbound prefix', '<a:x/>', /^not well formed/],
    ['two roots', '<x/><y/>', /^not well formed/],
    ['half a document', '<x><y>', /^not well formed/],
    ['nothing', '', /./],
    ['no XML', '{"a":1}', /^not well formed/],
    ['a well', '<x>'.repeat(40) + '</x>'.repeat(40), 'nested deeper than 24'],
  ])('%s', (_what, text, reason) => {
    expect(refused(text)).toMatch(reason);
  });

  it('too much of it', () => {
    const parsed = parseXml(`<x>${'<y/>'.repeat(10)}</x>`, { maxDepth: 24, maxElements: 10 });
    expect(parsed).toEqual({ ok: false, reason: 'more than 10 elements' });
  });

  it('nothing at all by throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseXml(text)));
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<', '>', '/', '&', ';', 'x', '"', '=', ' ', '!', '[')), (marks) => {
        parseXml(`<x>${marks.join('')}</x>`);
      }),
    );
  });
});

it('what is escaped comes back as it was, less what XML has no room for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const parsed = parseXml(`<x>${escapeXml(text)}</x>`);
      expect(parsed.ok && parsed.root.text).toBe(text);
    }),
  );
  const parsed = parseXml(`<x>${escapeXml('a\u0000b\uD800c')}</x>`);
  expect(parsed.ok && parsed.root.text).toBe('a\uFFFDb\uFFFDc');
});
