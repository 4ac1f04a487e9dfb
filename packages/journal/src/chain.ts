import type { Digest, FactDraft } from '@tillbridge/kernel';
import { canonicalJson } from './canonical-json.ts';
import type { Fact } from './ports.ts';

/** What stands where the hash of the fact before the first one would be. */
export const GENESIS_HASH = '0'.repeat(64);

/** The place after which a chain goes on. */
export interface ChainHead {
  /** 0 before the first fact. */
  readonly sequence: number;
  readonly hash: string;
}

export const GENESIS: ChainHead = { sequence: 0, hash: GENESIS_HASH };

/** Names the serialisation, so that a later one can be told apart. */
const FORMAT = 1;

/**
 * Gives a draft its place in the chain.
 *
 * The hash is the lower-case hex SHA-256 of the UTF-8 bytes of one canonical JSON array (see `canonicalJson`):
 *
 *     [1,<sequence>,"<previousHash>",<at>,"<kind>","<subject>",<body>]
 *
 * The leading 1 is the version of this serialisation. For example, the first fact of a journal might hash
 * `[1,1,"000…0",1763712000000,"payment.intent","01KAH…",{"amountCents":270}]`.
 *
 * Throws a `TypeError` when the body holds a number that is no safe whole number, and when kind or subject hold half a
 * surrogate pair, which a UTF-8 file can't keep.
 */
export function sealFact(previousHash: string, sequence: number, draft: FactDraft, digest: Digest): Fact {
  return sealDraft(previousHash, sequence, draft, digest).fact;
}

/** The same, with the body's canonical text, which is what a store writes: it is made once. */
export function sealDraft(
  previousHash: string,
  sequence: number,
  draft: FactDraft,
  digest: Digest,
): { readonly fact: Fact; readonly bodyText: string } {
  const { kind, subject, at, body } = draft;
  if (!kind.isWellFormed() || !subject.isWellFormed()) throw new TypeError('half a surrogate pair in a fact');
  const bodyText = canonicalJson(body);
  const head = canonicalJson([FORMAT, sequence, previousHash, at, kind, subject]);
  const hash = digest.sha256Hex(`${head.slice(0, -1)},${bodyText}]`);
  return { fact: { kind, subject, at, body, sequence, previousHash, hash }, bodyText };
}

/**
 * How a chain is broken. `changed`: the fact's content is not what was sealed. `missing`: the fact is not there.
 * `swapped`: the fact stands in a place it wasn't sealed for, or the one before it was replaced.
 */
export type ChainFault = 'changed' | 'missing' | 'swapped';

export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly sequence: number; readonly why: ChainFault };

/**
 * Walks a chain and stops at the first fact that breaks it. `after` is where the walk starts (the beginning, unless
 * told). `until` is where the chain is known to end: facts cut off its end are `missing` too. Never throws on what the
 * facts hold.
 */
export function verifyChain(
  facts: Iterable<Fact>,
  digest: Digest,
  after: ChainHead = GENESIS,
  until?: number,
): ChainVerdict {
  let head = after;
  let early: number | undefined;
  for (const fact of facts) {
    const expected = head.sequence + 1;
    // A fact too early is out of order when the expected one follows it, and the sign of a gap otherwise.
    if (early !== undefined)
      return { ok: false, sequence: expected, why: fact.sequence < early ? 'swapped' : 'missing' };
    if (fact.sequence > expected) {
      early = fact.sequence;
      continue;
    }
    if (fact.sequence < expected) return { ok: false, sequence: expected, why: 'swapped' };
    if (fact.previousHash !== head.hash) return { ok: false, sequence: expected, why: 'swapped' };
    if (!sealHolds(fact, digest)) return { ok: false, sequence: expected, why: 'changed' };
    head = fact;
  }
  const next = head.sequence + 1;
  if (early !== undefined || (until !== undefined && head.sequence < until)) {
    return { ok: false, sequence: next, why: 'missing' };
  }
  return { ok: true, head: { sequence: head.sequence, hash: head.hash } };
}

/** Whether a fact's hash is that of its content. */
export function sealHolds(fact: Fact, digest: Digest): boolean {
  try {
    return sealFact(fact.previousHash, fact.sequence, fact, digest).hash === fact.hash;
  } catch {
    // Content that could never have been sealed.
    return false;
  }
}
