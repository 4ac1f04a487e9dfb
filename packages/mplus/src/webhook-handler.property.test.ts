import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTED_EVENTS } from './event-names.ts';
import exchanges from './test/exchanges.json' with { type: 'json' };
import { message, START, WebhookWorld } from './test/webhook-world.ts';

const utf8 = new TextEncoder();
const event = fc.constantFrom(...ACTED_EVENTS, 'scanCode', 'unheardOf', '__proto__', 'constructor');
const SEEDS = exchanges.exchanges.map(({ request }) => utf8.encode(request));

/** A golden body with bytes changed, cut out, or doubled. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(2_000), fc.constantFrom('set', 'cut', 'double'), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([seed, edits]) => {
    let bytes = [...seed];
    for (const [where, what, value] of edits) {
      const at = where % (bytes.length + 1);
      if (what === 'set') bytes[at] = value;
      else if (what === 'cut') bytes.splice(at, 1 + (value % 40));
      else bytes = [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - (value % 40)))];
    }
    return Uint8Array.from(bytes);
  });

/** A golden body with one member replaced by any JSON value. */
const bent = fc
  .tuple(fc.constantFrom(...exchanges.exchanges), fc.nat(30), fc.jsonValue())
  .map(([{ request }, which, value]) => {
    let left = which;
    const bend = (node: unknown): unknown => {
      if (left-- === 0) return value;
      if (Array.isArray(node)) return node.map(bend);
      if (typeof node !== 'object' || node === null) return node;
      return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, bend(member)]));
    };
    return utf8.encode(JSON.stringify(bend(JSON.parse(request))) ?? '');
  });

describe('whatever a till that knows the secret sends', () => {
  it.each([
    ['random bytes', fc.uint8Array({ maxLength: 400 })],
    ['mutated messages', mutated],
    ['bent messages', bent],
    ['any JSON', fc.json().map((text) => utf8.encode(text))],
  ])('%s: a signed 200 or 400, never a throw, never "paid"', async (_what, bodies) => {
    await fc.assert(
      fc.asyncProperty(event, bodies, async (name, body) => {
        const world = new WebhookWorld();
        const got = await world.send(name, body);
        expect([200, 400]).toContain(got.status);
        expect(got.signed).toBe('rightly');
        const reply = JSON.parse(got.text);
        expect(reply.externalPayment?.confirmed ?? false).toBe(false);
        if (got.status === 400) {
          expect(reply.error.code).not.toContain('MPLUS');
          expect(world.desk.calls).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('without the right signature: nothing is looked at', async () => {
    await fc.assert(
      fc.asyncProperty(event, mutated, fc.base64String(), async (name, body, signature) => {
        const world = new WebhookWorld();
        const got = await world.send(name, body, { signature });
        expect(got.status).toBe(400);
        expect(JSON.parse(got.text).error.code).toMatch(/^(NO|INVALID)_SIGNATURE$/);
        expect(world.desk.calls).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an amount', () => {
  it('reaches the desk to the cent, for any number of cents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), async (amount) => {
        fc.pre(amount !== 0);
        const world = new WebhookWorld();
        const digits = String(Math.abs(amount)).padStart(3, '0');
        const written = `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        await world.send('startExternalPayment', message(START).replace('14.7', written));
        expect(world.desk.starts[0]?.amountCents).toBe(amount);
      }),
      { numRuns: 200 },
    );
  });
});
