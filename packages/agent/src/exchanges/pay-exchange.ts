/** Status calls of Pay., in all its formats. */
import type { CallContext, InboxReceipt } from '@tillbridge/kernel';
import type { PaymentId, RouteId, Standing } from '@tillbridge/payments';
import {
  type DevicePayment,
  PAY_ERRORS,
  type PayExchangeHint,
  type PayExchangeKeys,
  type PayExchangeReplyFormat,
  type PayProofPorts,
  payExchangeReply,
  provePayExchange,
  readPayExchange,
} from '@tillbridge/psp-pay';
import type { ExchangeReply, ExchangeRequest } from '@tillbridge/relay';
import {
  bodyHash,
  type ExchangePorts,
  type ExchangeSource,
  firstKnown,
  keptCall,
  noteWithin,
} from './exchange-source.ts';

export interface PayExchangeAccount {
  readonly id: string;
  readonly keys: PayExchangeKeys;
  readonly unsigned: 'refuse' | 'look-up';
  readonly routes: readonly RouteId[];
  /**
   * Those of them whose terminals we talk to ourselves. Such a terminal may take a payment offline and never tell us how
   * it went, so that what Pay. answers about its order is the only proof.
   */
  readonly wireRoutes: readonly RouteId[];
  /** Asks Pay. about the order of a call. */
  readonly proof: Pick<PayProofPorts, 'client' | 'management'>;
}

export interface PayExchangePorts extends ExchangePorts {
  /** Puts a payment that nobody's till started into the journal, once for each receipt. */
  deviceStarted(account: string, payment: DevicePayment, receipt: InboxReceipt): Promise<void>;
}

/** Pay. waits five seconds and then calls again (developer.pay.nl, "Exchange calls"); the answer leaves well before. */
const ANSWER_WITHIN_MS = 4_000;
const PROOF_WITHIN_MS = 3_000;

export function payExchange(account: PayExchangeAccount, ports: PayExchangePorts): ExchangeSource {
  return { handle: (request) => answer(account, request, ports) };
}

async function answer(
  account: PayExchangeAccount,
  request: ExchangeRequest,
  ports: PayExchangePorts,
): Promise<ExchangeReply> {
  const { id } = account;
  const read = readPayExchange(request, account.keys, ports.digest, { unsigned: account.unsigned });
  switch (read.kind) {
    case 'rejected': {
      const kept = read.entry === PAY_ERRORS.exchangeUnreadable ? { raw: keptCall(request) } : {};
      ports.log.warn('a status call was refused', { code: read.entry.code, account: id, detail: read.detail, ...kept });
      return reply(false, 'not accepted', read.answer);
    }
    case 'ignored':
      ports.heard(id);
      return reply(true, 'ignored', read.answer);
    case 'hint':
      break;
  }
  const noted = await noteWithin(ANSWER_WITHIN_MS, id, ports, async (call) => {
    const proof = await proven(read, account, ports, call);
    if (proof === null) return 'failed';
    const { hint } = proof;
    ports.heard(id);
    const receipt = {
      source: `pay/${id}`,
      // Pay. sends one call again with the same bytes; another state of the order, or another text about it, is news.
      identity: `${hint.orderId} ${hint.statusCode} ${bodyHash(bytesOf(request), ports.digest)}`,
      receivedAt: ports.clock.now(),
      kind: `${hint.format}-exchange`,
    };
    if (hint.device !== null) {
      await ports.deviceStarted(id, hint.device, receipt);
      return 'noted';
    }
    const standing = isOnWire(hint, account, ports) ? proof.standing : null;
    return await firstKnown(ports.desk, account.routes, hint, receipt, standing);
  });
  const taken = noted === 'noted' || noted === 'no-such-payment';
  return reply(taken, taken ? noted : noted === 'late' ? 'not stored in time' : 'not stored', read.answer);
}

/** The payment it names was started over a wire of ours. */
function isOnWire(
  { reference }: PayExchangeHint,
  { wireRoutes }: PayExchangeAccount,
  { desk }: ExchangePorts,
): boolean {
  const payment = reference === null ? undefined : desk.byId(reference as PaymentId);
  return payment !== undefined && wireRoutes.includes(payment.route);
}

interface Proven {
  readonly hint: PayExchangeHint;
  /** What Pay. answered about the order; null when it wasn't asked. */
  readonly standing: Standing | null;
}

/**
 * A signed call about an order by its id is taken as it is. An unsigned one, the older formats, which name orders by
 * number, and one about a payment on a wire of ours are asked about first. Null when Pay. doesn't confirm it.
 */
async function proven(
  hint: PayExchangeHint,
  account: PayExchangeAccount,
  ports: PayExchangePorts,
  call: CallContext,
): Promise<Proven | null> {
  const named = hint.signedBy !== null && hint.format === 'order';
  if (named && !isOnWire(hint, account, ports)) return { hint, standing: null };
  const proof = await provePayExchange(
    hint,
    { ...account.proof, clock: ports.clock },
    { ...call, timeoutMs: PROOF_WITHIN_MS },
  );
  if (proof.kind === 'proven') return proof;
  const { entry, detail } = proof;
  ports.log.warn('a status call was not proved', { code: entry.code, account: account.id, detail });
  return null;
}

/** A GET carries everything in its address. */
function bytesOf({ method, body, query }: ExchangeRequest): Uint8Array {
  return method === 'GET' ? new TextEncoder().encode(query.toString()) : body;
}

function reply(taken: boolean, message: string, format: PayExchangeReplyFormat): ExchangeReply {
  const { status, contentType, body } = payExchangeReply(taken, message, format);
  return { status, headers: { 'content-type': contentType }, body };
}
