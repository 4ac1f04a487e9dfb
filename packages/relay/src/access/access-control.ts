/**
 * Who may use the local API. A window comes in with a launch token (from the shell that started it) or a pairing code
 * (from a cashier's window) and gets a cookie. The cookie is signed and holds all there is to know, so it outlives a
 * restart of the agent as long as the agent keeps its key; tokens and codes end with the process.
 */
import { type Enter, type Role, roleSchema } from '@tillbridge/contracts';
import type { Clock, Digest, Random } from '@tillbridge/kernel';
import { PAIRING_VALID_MS, PairingCodes } from './pairing-codes.ts';
import { tokenSigner } from './signed-token.ts';
import { TryLimit } from './try-limit.ts';

const DAY_MS = 86_400_000;
const COOKIE_VALID_MS = 180 * DAY_MS;
/** A cookie older than this is replaced when its window connects, so that a window in use never falls out. */
const COOKIE_RENEW_AFTER_MS = 7 * DAY_MS;
/** The longest cookie header that is looked at. */
const LONGEST_COOKIE_HEADER = 8_192;
const WRONG_TRIES = 5;
const WRONG_TRIES_WITHIN_MS = 60_000;
const ID_BYTES = 12;

export interface AccessOptions {
  /** 32 bytes, kept by the agent across restarts. A new key signs every window out. */
  readonly key: Uint8Array;
  /** Tells the agents of one machine apart: cookies know hosts but not ports. Letters, digits, `-`. */
  readonly cookieSuffix: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
}

/** A window with a valid cookie. */
export interface Visitor {
  readonly role: Role;
  readonly renew: boolean;
}

export type EnterAnswer =
  | { readonly kind: 'entered'; readonly role: Role }
  | { readonly kind: 'refused' }
  | { readonly kind: 'too-many-tries' };

export interface AccessCookie {
  readonly name: string;
  readonly value: string;
  readonly expiresAt: number;
}

export interface AccessControl {
  readonly cookieName: string;
  /** The cookie itself, for a shell that puts it into its own cookie store. */
  cookie(role: Role): AccessCookie;
  /** The same as a Set-Cookie line. `secure`: the window came over TLS. */
  setCookie(role: Role, secure: boolean): string;
  visitor(cookieHeader: string | undefined): Visitor | undefined;
  /** Valid until the process ends; `singleUse`: for one window only. */
  launchToken(role: Role, options?: { singleUse?: boolean }): string;
  pairingCode(role: Role): { readonly code: string; readonly validMs: number };
  enter(enter: Enter): EnterAnswer;
}

export function createAccessControl(options: AccessOptions): AccessControl {
  const { clock, random } = options;
  if (!/^[A-Za-z0-9-]{1,40}$/.test(options.cookieSuffix)) throw new RangeError('cookieSuffix: letters, digits, hyphen');
  const cookieName = `tillbridge_${options.cookieSuffix}`;
  const signer = tokenSigner(options.key, options.digest);
  const pairing = new PairingCodes(clock, random, options.digest);
  const tries = new TryLimit(clock, WRONG_TRIES, WRONG_TRIES_WITHIN_MS);
  const newId = () => Buffer.from(random.bytes(ID_BYTES)).toString('base64url');
  /** Part of every launch token: those of an earlier run are not ours. */
  const run = newId();
  const usedTokens = new Set<string>();

  const cookie = (role: Role): AccessCookie => {
    const now = clock.now();
    const expiresAt = now + COOKIE_VALID_MS;
    return {
      name: cookieName,
      value: signer.sign('cookie', [role, String(now), String(expiresAt), newId()]),
      expiresAt,
    };
  };

  const launched = (token: string): Role | undefined => {
    const [role, use, ofRun, id] = signer.read('launch', token) ?? [];
    const known = roleSchema.safeParse(role);
    if (!known.success || ofRun !== run || id === undefined || usedTokens.has(id)) return undefined;
    if (use === 'once') usedTokens.add(id);
    return known.data;
  };

  return {
    cookieName,
    cookie,
    setCookie(role, secure) {
      const { value } = cookie(role);
      const maxAge = COOKIE_VALID_MS / 1_000;
      return `${cookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    },
    visitor(cookieHeader) {
      const value = cookieValue(cookieHeader, cookieName);
      if (value === undefined) return undefined;
      const [role, issuedAt, expiresAt] = signer.read('cookie', value) ?? [];
      const known = roleSchema.safeParse(role);
      const now = clock.now();
      if (!known.success || !(now < Number(expiresAt))) return undefined;
      return { role: known.data, renew: now - Number(issuedAt) > COOKIE_RENEW_AFTER_MS };
    },
    launchToken(role, { singleUse = false } = {}) {
      return signer.sign('launch', [role, singleUse ? 'once' : 'often', run, newId()]);
    },
    pairingCode(role) {
      return { code: pairing.issue(role), validMs: PAIRING_VALID_MS };
    },
    enter(enter) {
      // A launch token can't be guessed, so an old one in a bookmark must not shut out those who pair.
      if ('launchToken' in enter) return answer(launched(enter.launchToken));
      if (tries.isReached()) return { kind: 'too-many-tries' };
      const role = pairing.redeem(enter.pairingCode);
      if (role === undefined) tries.fail();
      return answer(role);
    },
  };
}

function answer(role: Role | undefined): EnterAnswer {
  return role === undefined ? { kind: 'refused' } : { kind: 'entered', role };
}

/** The first cookie of this name; browsers send one. */
function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined || header.length > LONGEST_COOKIE_HEADER) return undefined;
  for (const part of header.split(';')) {
    const cut = part.indexOf('=');
    if (cut > 0 && part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim();
  }
  return undefined;
}
