/**
 * The SOAP service of ticket shops: MplusKASSA's voucher operations over our own vouchers, so that an integrator who speaks
 * to MplusKASSA today can point at us unchanged. Text in, text out; knows no HTTP server.
 *
 *     ?wsdl ─▶ the description        ident and secret ─▶ envelope ─▶ operation ─▶ types ─▶ desk ─▶ answer
 *                                     what fails before the desk is a fault with HTTP 500, as the vendor's is
 */
import { type Clock, describeError, type EpochMs, type Log } from '@tillbridge/kernel';
import type { Product, ShopId, VoucherDesk } from '@tillbridge/vouchers';
import { MPLUS_NAMESPACE, openEnvelope, SOAP_CONTENT_TYPE, writeEnvelope, writeFault } from './envelope.ts';
import { readComplex, type ValueOf } from './types.ts';
import { type Call, type Handlers, voucherHandlers } from './voucher-handlers.ts';
import { VOUCHER_OPERATIONS, type VoucherOperation } from './voucher-operations.wire.ts';
import { writeWsdl } from './wsdl.ts';
import type { XmlElement } from './xml.ts';

export interface VoucherServicePorts {
  readonly desk: Pick<VoucherDesk, 'inject' | 'redeem' | 'byCode' | 'receivedBetween' | 'noteInjection'>;
  /** The shop that `ident` and `secret` belong to, compared in constant time. */
  admit(ident: string, secret: string): ShopId | null;
  products(shop: ShopId): readonly Product[];
  /** What people call a workplace; null when the settings don't have it. */
  placeName(branch: number, workplace: number): string | null;
  /** A calendar date or date and time as a SOAP message writes it. Without an offset it is the venue's own time. */
  momentOf(text: string): EpochMs | null;
  /** The first moment of a product's last day and the one after it, `days` calendar days from `from` on. */
  afterDays(from: EpochMs, days: number): EpochMs;
  sha256Hex(text: string): string;
  readonly clock: Clock;
  readonly log: Log;
  /** Since when the products are as they are: the start of the agent. */
  readonly productsSince: EpochMs;
  /** `1.2.3`. */
  readonly version: string;
}

export interface SoapRequest {
  readonly method: 'GET' | 'POST';
  /** Of the address; `ident` and `secret` stand here. Never logged. */
  readonly query: ReadonlyMap<string, string>;
  readonly body: string;
  /** As the client reached us, without a query: what the description tells others to call. */
  readonly address: string;
  readonly requestId: string;
}

export interface SoapReply {
  readonly status: 200 | 405 | 500;
  readonly contentType: string;
  readonly body: string;
}

export interface VoucherService {
  /** Never rejects. */
  handle(request: SoapRequest): Promise<SoapReply>;
}

export function createVoucherService(ports: VoucherServicePorts): VoucherService {
  const handlers = voucherHandlers(ports);
  return {
    async handle(request) {
      if ([...request.query.keys()].some((key) => key.toLowerCase() === 'wsdl')) {
        return answer(200, writeWsdl(VOUCHER_OPERATIONS, request.address));
      }
      if (request.method !== 'POST') {
        return answer(405, writeFault('Client', 'Send a SOAP request by POST; the description is at ?wsdl'));
      }
      try {
        return await carryOut(ports, handlers, request);
      } catch (error) {
        if (error instanceof SoapFault) return answer(500, writeFault(error.code, error.message));
        ports.log.error('a SOAP request could not be answered', {
          requestId: request.requestId,
          error: describeError(error),
        });
        return answer(500, writeFault('Server', `TILL: the request could not be processed (${request.requestId})`));
      }
    },
  };
}

/** What a client hears when its request can't be an operation at all. The message never repeats what was sent. */
class SoapFault extends Error {
  readonly code: `Client${string}`;

  constructor(code: `Client${string}`, message: string) {
    super(message);
    this.code = code;
  }
}

async function carryOut(ports: VoucherServicePorts, handlers: Handlers, request: SoapRequest): Promise<SoapReply> {
  const shop = ports.admit(request.query.get('ident') ?? '', request.query.get('secret') ?? '');
  if (shop === null) {
    throw new SoapFault('Client.Authentication', 'SHOP: ident or secret is wrong, or the shop may not inject');
  }
  const opened = openEnvelope(request.body);
  if (opened.kind === 'broken') throw new SoapFault('Client', `SHOP: ${opened.reason}`);
  if (opened.kind === 'fault') throw new SoapFault('Client', 'SHOP: a fault is not a request');
  const { element } = opened;
  const name = operationOf(element);
  const call: Call = {
    shop,
    requestId: request.requestId,
    digest: ports.sha256Hex(request.body),
    now: ports.clock.now(),
  };
  return answer(200, await run(name, element, handlers, call));
}

function operationOf({ name, namespace }: XmlElement): VoucherOperation {
  if (namespace === MPLUS_NAMESPACE && Object.hasOwn(VOUCHER_OPERATIONS, name)) return name as VoucherOperation;
  const known = Object.keys(VOUCHER_OPERATIONS).join(', ');
  throw new SoapFault('Client', `SHOP: this service has no such operation; it has ${known}`);
}

async function run<Name extends VoucherOperation>(
  name: Name,
  element: XmlElement,
  handlers: Handlers,
  call: Call,
): Promise<string> {
  const { request, wrapped, response } = VOUCHER_OPERATIONS[name];
  const inner = wrapped ? element.children.find((child) => child.name === 'request') : element;
  if (inner === undefined) throw new SoapFault('Client', 'SHOP: request is missing');
  const read = readComplex(request, inner);
  if (!read.ok) throw new SoapFault('Client', `SHOP: ${read.path} ${read.reason}`);
  const handler: (value: never, call: Call) => Promise<unknown> = handlers[name];
  const value = await handler(read.value as never, call);
  return writeEnvelope(response.name, response, value as ValueOf<typeof response>);
}

function answer(status: SoapReply['status'], body: string): SoapReply {
  return { status, contentType: SOAP_CONTENT_TYPE, body };
}
