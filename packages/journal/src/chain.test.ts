import type { FactDraft, PlainJson } from '@tillbridge/kernel';
import { nodeDigest } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { GENESIS_HASH, sealFact, verifyChain } from './chain.ts';
import type { Fact } from './ports.ts';

const digest = nodeDigest();

function chain(length: number): Fact[] {
  const facts: Fact[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const draft = { kind: 'payment.intent', subject: `P${sequence}`, at: 1_000 + sequence, body: { cents: sequence } };
    facts.push(sealFact(facts.at(-1)?.hash ?? GENESIS_HASH, sequence, draft, digest));
  }
  return facts;
}

function changed(facts: readonly Fact[], place: number, changes: Partial<Fact>): Fact[] {
  return facts.map((fact, index) => (index === place ? { ...fact, ...changes } : fact));
}

describe('canonical JSON', () => {
  test('sorts members, leaves out undefined ones and writes no spaces', () => {
    expect(canonicalJson({ b: [1, 'x', null, true], a: { z: undefined, ä: -0, A: '"' } })).toBe(
      '{"a":{"A":"\\"","ä":0},"b":[1,"x",null,true]}',
    );
  });

  test('refuses numbers that are not whole and safe', () => {
    for (const bad of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => canonicalJson({ bad })).toThrow(TypeError);
    }
  });

  test('a value read back from its text gives the same text', () => {
    const plain = fc.letrec<{ value: PlainJson }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as PlainJson)).toBe(text);
      }),
    );
  });
});

describe('the hash chain (J2)', () => {
  test('seals the serialisation that its docstring states', () => {
    const draft: FactDraft = { kind: 'payment.intent', subject: 'P1', at: 5, body: { b: 1, a: 'x' } };
    const fact = sealFact(GENESIS_HASH, 1, draft, digest);
    expect(fact.hash).toBe(digest.sha256Hex(`[1,1,"${GENESIS_HASH}",5,"payment.intent","P1",{"a":"x","b":1}]`));
  });

  test('an untouched chain verifies, whole and from any place on', () => {
    const facts = chain(5);
    const head = { sequence: 5, hash: facts[4]?.hash };
    expect(verifyChain([], digest)).toEqual({ ok: true, head: { sequence: 0, hash: GENESIS_HASH } });
    expect(verifyChain(facts, digest)).toEqual({ ok: true, head });
    expect(verifyChain(facts.slice(2), digest, facts[1])).toEqual({ ok: true, head });
  });

  test('every change of every field of every fact is found', () => {
    const facts = chain(4);
    const changes: Partial<Fact>[] = [
      { kind: 'payment.declined' },
      { subject: 'P9' },
      { at: 1 },
      { body: { cents: 9 } },
      { body: { cents: 1.5 } },
      { hash: 'f'.repeat(64) },
    ];
    for (let place = 0; place < facts.length; place += 1) {
      for (const change of changes) {
        const verdict = verifyChain(changed(facts, place, change), digest);
        expect(verdict).toEqual({ ok: false, sequence: place + 1, why: 'changed' });
      }
    }
  });

  test('a fact that was changed and sealed anew is found at the one after it', () => {
    const facts = chain(3);
    const second = sealFact(facts[0]?.hash ?? '', 2, { kind: 'k', subject: 's', at: 1, body: null }, digest);
    expect(verifyChain(changed(facts, 1, second), digest)).toEqual({ ok: false, sequence: 3, why: 'swapped' });
  });

  test('a missing fact is found wherever it stood, also at the end when the end is known', () => {
    const facts = chain(5);
    for (let place = 0; place < 5; place += 1) {
      const verdict = verifyChain(facts.toSpliced(place, 1), digest, undefined, 5);
      expect(verdict).toEqual({ ok: false, sequence: place + 1, why: 'missing' });
    }
  });

  test('two facts that changed places are found, whether or not they were renumbered', () => {
    const facts = chain(5);
    const [, second, third] = facts as [Fact, Fact, Fact];
    const swapped = facts.with(1, third).with(2, second);
    expect(verifyChain(swapped, digest)).toEqual({ ok: false, sequence: 2, why: 'swapped' });
    const renumbered = facts.with(1, { ...third, sequence: 2 }).with(2, { ...second, sequence: 3 });
    expect(verifyChain(renumbered, digest)).toEqual({ ok: false, sequence: 2, why: 'swapped' });
    expect(verifyChain([...facts, third], digest)).toEqual({ ok: false, sequence: 6, why: 'swapped' });
  });

  test('half a surrogate pair is refused before it is sealed', () => {
    expect(() => sealFact(GENESIS_HASH, 1, { kind: 'k', subject: '\ud800', at: 1, body: null }, digest)).toThrow(
      TypeError,
    );
  });
});
