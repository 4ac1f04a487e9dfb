/**
 * The SOAP service of ticket shops: MplusKASSA's voucher operations over our own vouchers, so that an integrator who speaks
 * to MplusKASSA today can point at us unchanged. Bytes in, text out; knows no HTTP server, and no secrets: who calls was
 * looked at before.
 *
 *     bytes ─▶ UTF-8 ─▶ envelope ─▶ operation ─▶ types ─▶ desk ─▶ answer
 *             what fails before the desk is a fault with HTTP 500, as the vendor's is
 */
import { type Clock, describeError, type EpochMs, type ErrorEntry, type Log } from '@tillbridge/kernel';
import { INJECTION_ERRORS, type Product, type Refusal, type ShopId, type VoucherDesk } from '@tillbridge/vouchers';
import { MPLUS_NAMESPACE, openEnvelope, SOAP_CONTENT_TYPE, writeEnvelope, writeFault } from './envelope.ts';
import { failureOf, faultText, SoapFault } from './soap-fault.ts';
import { readComplex, type ValueOf } from './types.ts';
import { type Call, type Handlers, voucherHandlers } from './voucher-handlers.ts';
import { VOUCHER_OPERATIONS, type VoucherOperation } from './voucher-operations.wire.ts';
import { writeWsdl } from './wsdl.ts';
import type { XmlElement } from './xml.ts';

export interface VoucherServicePorts {
  readonly desk: Pick<
    VoucherDesk,
    'inject' | 'repeated' | 'redeem' | 'receivedBetween' | 'redemptionsOf' | 'noteInjection'
  >;
  products(shop: ShopId): readonly Product[];
  /** What people call a workplace; null when the settings don't have it. */
  placeName(branch: number, workplace: number): string | null;
  /** Whose matter a refusal is: `SHOP`, `TILL`, `VENUE`. */
  ownerOf(why: Refusal['why']): string;
  /** A date, or date and time, as a SOAP message writes it. Without an offset it is the venue's own time. */
  momentOf(text: string): EpochMs | null;
  /** The first moment after `days` calendar days of the venue, of which the day of `from` is the first. */
  afterDays(from: EpochMs, days: number): EpochMs;
  sha256Hex(text: string): string;
  readonly clock: Clock;
  readonly log: Log;
  /** Since when the products are as they are: the start of the agent. */
  readonly productsSince: EpochMs;
  /** `1.2.3`. */
  readonly version: string;
}

/** A request of a shop that was let in. */
export interface SoapRequest {
  readonly shop: ShopId;
  readonly body: Uint8Array;
  readonly requestId: string;
}

export interface SoapReply {
  readonly status: 200 | 405 | 500;
  readonly contentType: string;
  readonly body: string;
}

export interface VoucherService {
  /** The WSDL. `address`: as the client reached us, without a query: what it tells others to call. */
  description(address: string): SoapReply;
  /** For a request by another method. */
  notPosted(): SoapReply;
  /** For a request that nothing is read of. */
  refusal(entry: ErrorEntry): SoapReply;
  /** Never rejects. */
  handle(request: SoapRequest): Promise<SoapReply>;
}

export function createVoucherService(ports: VoucherServicePorts): VoucherService {
  const handlers = voucherHandlers(ports);
  return {
    description: (address) => answer(200, writeWsdl(VOUCHER_OPERATIONS, address)),
    notPosted: () => answer(405, writeFault('Client', 'Send a SOAP request by POST; the description is at ?wsdl')),
    refusal: (entry) => answer(500, faultText(new SoapFault(entry))),
    async handle(request) {
      const fields = { requestId: request.requestId, shop: request.shop };
      try {
        return answer(200, await carryOut(ports, handlers, request));
      } catch (error) {
        if (error instanceof SoapFault) {
          const { entry, message } = error;
          ports.log.info('a SOAP request was refused', { ...fields, code: entry.code, reason: message });
          return answer(500, faultText(error));
        }
        const entry = failureOf(error);
        ports.log.error('a SOAP request failed', { ...fields, code: entry.code, error: describeError(error) });
        return answer(500, faultText(new SoapFault(entry, `${entry.title} (request ${request.requestId})`)));
      }
    },
  };
}

async function carryOut(ports: VoucherServicePorts, handlers: Handlers, request: SoapRequest): Promise<string> {
  const { shop, requestId } = request;
  const opened = openEnvelope(textOf(request.body));
  if (opened.kind === 'broken') throw new SoapFault(INJECTION_ERRORS.badMessage, opened.reason, opened.code);
  if (opened.kind === 'fault') throw new SoapFault(INJECTION_ERRORS.badMessage, 'a fault is not a request');
  const { element } = opened;
  const name = operationOf(element);
  return run(name, element, handlers, { shop, requestId, now: ports.clock.now() });
}

/** Another encoding would become other characters: codes that no scanner reads. */
function textOf(body: Uint8Array): string {
  const wrong = new SoapFault(INJECTION_ERRORS.badMessage, 'the message must be UTF-8');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw wrong;
  }
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? 'utf-8';
  if (!/^(?:utf-?8|us-ascii)$/i.test(declared)) throw wrong;
  return text;
}

function operationOf({ name, namespace }: XmlElement): VoucherOperation {
  if (namespace === MPLUS_NAMESPACE && Object.hasOwn(VOUCHER_OPERATIONS, name)) return name as VoucherOperation;
  const known = Object.keys(VOUCHER_OPERATIONS).join(', ');
  const detail = `there is no such operation in ${MPLUS_NAMESPACE}; there are ${known}`;
  throw new SoapFault(INJECTION_ERRORS.nothingHere, detail);
}

async function run<Name extends VoucherOperation>(
  name: Name,
  element: XmlElement,
  handlers: Handlers,
  call: Call,
): Promise<string> {
  const { request, wrapped, response } = VOUCHER_OPERATIONS[name];
  const inner = wrapped ? element.children.find((child) => child.name === 'request') : element;
  if (inner === undefined) throw new SoapFault(INJECTION_ERRORS.badMessage, 'request is missing');
  const read = readComplex(request, inner);
  if (!read.ok) throw new SoapFault(INJECTION_ERRORS.badMessage, `${read.path} ${read.reason}`);
  const handler: (value: never, call: Call) => Promise<unknown> = handlers[name];
  const value = await handler(read.value as never, call);
  return writeEnvelope(response.name, response, value as ValueOf<typeof response>);
}

function answer(status: SoapReply['status'], body: string): SoapReply {
  return { status, contentType: SOAP_CONTENT_TYPE, body };
}
