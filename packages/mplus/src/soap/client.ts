/**
 * MplusKASSA's SOAP API, called from our side (mplusqapi.wsdl; connection as in the vendor's PHP client: ident and secret in
 * the query, `SOAPAction` the bare operation, an `X-Request-Id`). One call is one request: who asked knows what may be
 * repeated, and each failure says it.
 */
import { type CallContext, type Clock, type Log, newId, type Random } from '@tillbridge/kernel';
import type { CallKind, HttpExchange } from '@tillbridge/psp-core';
import { CATALOGUE_OPERATIONS } from './catalogue.wire.ts';
import { type MplusFailure, readAnswer } from './client-answer.ts';
import { CONSUMER_OPERATIONS } from './consumers.wire.ts';
import { SOAP_CONTENT_TYPE, writeEnvelope } from './envelope.ts';
import type { Complex, ValueOf } from './types.ts';
import { VOUCHER_OPERATIONS } from './voucher-operations.wire.ts';

/** The operations we call. */
export const API_OPERATIONS = { ...VOUCHER_OPERATIONS, ...CATALOGUE_OPERATIONS, ...CONSUMER_OPERATIONS } as const;

export type ApiOperation = keyof typeof API_OPERATIONS;
export type ApiRequest<Name extends ApiOperation> = ValueOf<(typeof API_OPERATIONS)[Name]['request']>;
export type ApiResponse<Name extends ApiOperation> = ValueOf<(typeof API_OPERATIONS)[Name]['response']>;

/** What each does to the world when it arrives twice. `change`: has an idempotency key, so nothing. */
const CALL_KINDS = {
  getApiVersion: 'read',
  getVouchers: 'read',
  getVoucherIssuances: 'read',
  issueVouchers: 'change',
  issueVoucherExternalScanCodes: 'change',
  getVoucherExternalScanCodes: 'read',
  // No key. Whether it was done, only a look tells: a dry run, or the redeems of the issuance.
  redeemVoucherIssuance: 'create',
  getProducts: 'read',
  getTurnoverGroups: 'read',
  getWebhookConsumers: 'read',
} as const satisfies Record<ApiOperation, CallKind>;

export interface MplusApiPorts {
  readonly http: HttpExchange;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** With the port of the environment; a query is kept. */
  readonly url: string;
  readonly ident: string;
  readonly secret: string;
}

export type ApiAnswer<Name extends ApiOperation> =
  /** Business failures are values too: `result` and `errorMessage`. */
  { readonly ok: true; readonly value: ApiResponse<Name> } | { readonly ok: false; readonly failure: MplusFailure };

export interface MplusApi {
  /** Sends one request, once. Rejects only with the signal's reason. */
  call<Name extends ApiOperation>(
    operation: Name,
    request: ApiRequest<Name>,
    context: CallContext,
  ): Promise<ApiAnswer<Name>>;
}

/** Throws a `RangeError` when the URL is none. */
export function createMplusApi(ports: MplusApiPorts): MplusApi {
  const { http, clock, random, log, ident, secret } = ports;
  const address = addressOf(ports);
  return {
    async call(operation, request, { signal, timeoutMs }) {
      const { request: type, wrapped, response }: OperationOf = API_OPERATIONS[operation];
      const scrub = scrubber([secret, ident, ...codesIn(request)]);
      const requestId = `tb_${newId(clock.now(), random)}`;
      const startedMs = clock.monotonicMs();
      const reply = await http.exchange(
        {
          method: 'POST',
          url: address,
          headers: { 'content-type': SOAP_CONTENT_TYPE, soapaction: operation, 'x-request-id': requestId },
          body: writeEnvelope(operation, type, request as ValueOf<Complex>, wrapped ? 'request' : null),
          timeoutMs,
        },
        signal,
      );
      const answer = readAnswer({ operation, kind: CALL_KINDS[operation], response, scrub }, reply);
      const about = { operation, requestId, ms: Math.round(clock.monotonicMs() - startedMs) };
      if (!answer.ok) {
        log.warn('MplusKASSA did not answer as it should', { ...about, error: answer.failure.error.message });
        return answer;
      }
      log.debug('MplusKASSA answered', about);
      return { ok: true, value: toldOn(answer.value, scrub) as ApiResponse<typeof operation> };
    },
  };
}

/** What they say about a failure is told to people, and may repeat what was sent. */
function toldOn(value: object, scrub: (text: string) => string): object {
  if (!('errorMessage' in value) || typeof value.errorMessage !== 'string') return value;
  return { ...value, errorMessage: scrub(value.errorMessage) };
}

interface OperationOf {
  readonly request: Complex;
  readonly wrapped: boolean;
  readonly response: Complex;
}

function addressOf({ url, ident, secret }: MplusApiPorts): string {
  if (!URL.canParse(url)) throw new RangeError('the address of MplusKASSA’s API is no URL');
  const credentials = `ident=${encodeURIComponent(ident)}&secret=${encodeURIComponent(secret)}`;
  return `${url}${url.includes('?') ? '&' : '?'}${credentials}`;
}

/** Whoever holds a voucher's code holds the voucher. */
function codesIn(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return /scanCode$/i.test(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => codesIn(member, Array.isArray(value) ? name : key));
}

/** Takes the given words out of a text, as they are and as they stand in an address. */
function scrubber(words: readonly string[]): (text: string) => string {
  const forms = words.flatMap((word) => [
    word,
    encodeURIComponent(word),
    encodeURIComponent(word).replaceAll('%20', '+'),
  ]);
  const hidden = [...new Set(forms)].filter((form) => form !== '');
  return (text) => hidden.reduce((clean, form) => clean.replaceAll(form, '***'), text);
}
