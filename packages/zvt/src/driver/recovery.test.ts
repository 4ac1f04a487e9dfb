/** What is asked after a lost end, against a terminal that answers as a script says. */
import { cents } from '@tillbridge/kernel';
import type { PaymentId } from '@tillbridge/payments';
import { FakeClock, MemoryDriverMemory, memoryLinkPair } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { buildAck, buildCompletion, buildStatusInformation, CONTROL, decodeMessage } from '../codec/index.ts';
import { bareLink } from '../link/index.ts';
import { Conversation } from './conversation.ts';
import { Notebook, type OpenPayment } from './notebook.ts';
import { investigate } from './recovery.ts';
import { SHOP_SETTINGS } from './test/zvt-shop.ts';

const OPEN: OpenPayment = {
  reference: '01JRECOVERY00000000000001' as PaymentId,
  direction: 'pay',
  amountCents: cents(1470),
  startedAt: new FakeClock().now(),
  before: 'none',
  takesBack: null,
  result: null,
  accepted: false,
  outcome: null,
};

/** Ready, and its last transaction is one of 1470 cents in these currencies, one for each look. */
function terminalWith(clock: FakeClock, currencies: readonly (string | null)[]): Conversation {
  const { a, b } = memoryLinkPair();
  const terminal = bareLink(b, { clock });
  let looks = 0;
  const next: Uint8Array[] = [];
  terminal.onApdu((apdu) => {
    const { control } = decodeMessage(apdu);
    if (control === CONTROL.statusEnquiry) next.push(buildAck(), buildCompletion({ terminalStatus: 0 }, true));
    if (control === CONTROL.repeatReceipt) {
      const currency = currencies[looks] ?? null;
      looks += 1;
      const result = buildStatusInformation({ resultCode: 0, amountCents: cents(1470), currency, trace: '000007' });
      next.push(buildAck(), result, buildCompletion({}));
    }
    for (const said of next.splice(0, control === CONTROL.ack ? 1 : 2)) void terminal.send(said);
  });
  return new Conversation(bareLink(a, { clock }), clock, SHOP_SETTINGS, new AbortController().signal);
}

test.each([
  ['euro, twice', ['0978', '0978'], 'stored'],
  ['none told', [null, null], 'stored'],
  ['dollar, which the amount isn’t', ['0840', '0840'], 'unproven'],
  ['dollar at the second look', ['0978', '0840'], 'unproven'],
])('the last transaction in %s', async (_, currencies, kind) => {
  const clock = new FakeClock();
  const notebook = new Notebook(new MemoryDriverMemory(), SHOP_SETTINGS.route);
  const talk = terminalWith(clock, currencies);
  const found = investigate(talk, OPEN, { clock, notebook, settings: SHOP_SETTINGS });
  // The pause between the two looks.
  await clock.advance(10_000);
  expect(await found).toMatchObject({ kind: 'proof', proof: { kind } });
});
