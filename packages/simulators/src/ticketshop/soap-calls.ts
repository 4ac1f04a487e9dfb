/**
 * The venue by MplusKASSA's own voucher operations, as an integrator of theirs speaks them. They have no new code for an
 * old one and no withdrawal.
 */
import {
  API_OPERATIONS,
  type ApiResponse,
  openEnvelope,
  readComplex,
  SOAP_CONTENT_TYPE,
  writeEnvelope,
} from '@tillbridge/mplus/soap';
import type { Ticket } from './tickets.ts';
import { describe, isWorthAnother, post, type RawAnswer, type VenueAnswer } from './venue-answer.ts';

const { request: REQUEST, response: RESPONSE } = API_OPERATIONS.issueVouchers;
/** Where the issue is booked: a till of the venue that sells no tickets itself. */
const NOWHERE = { branchNumber: 1, workplaceNumber: 1 };

export class SoapCalls {
  private readonly agentUrl: string;
  private readonly ident: string;

  /** `ident`: the shop, as the venue's settings name it. */
  constructor(agentUrl: string, ident: string) {
    this.agentUrl = agentUrl;
    this.ident = ident;
  }

  /** The idempotency key is what the venue keeps as the order's reference. */
  async inject(key: string, tickets: readonly Ticket[], orderReference: string): Promise<VenueAnswer> {
    const body = writeEnvelope(
      'issueVouchers',
      REQUEST,
      {
        idempotencyKey: orderReference,
        issueVouchers: {
          issueVoucher: tickets.map(({ code, kind: { product }, visit }) => ({
            voucherId: { id: product ?? '' },
            bookBpeId: '1',
            groupScanCode: code,
            ...(visit === null ? {} : { startTs: `${visit}T00:00:00` }),
          })),
        },
        financialWorkplaceIdentifier: NOWHERE,
      },
      'request',
    );
    const credentials = `ident=${encodeURIComponent(this.ident)}&secret=${encodeURIComponent(key)}`;
    const headers = { 'content-type': SOAP_CONTENT_TYPE, soapaction: 'issueVouchers' };
    return read(await post(`${this.agentUrl}/soap?${credentials}`, headers, body));
  }
}

function read(raw: RawAnswer): VenueAnswer {
  const opened = openEnvelope(raw.text);
  // A fault has the status of a server that can't: what the client did wrong is its own to mend.
  if (opened.kind === 'fault' && opened.code.startsWith('Client')) return { kind: 'refused', why: opened.message };
  if (raw.status !== 200 || opened.kind !== 'body') {
    return { kind: isWorthAnother(raw) ? 'again' : 'refused', why: describe(raw) };
  }
  const value = readComplex(RESPONSE, opened.element);
  if (!value.ok) return { kind: 'refused', why: `${value.path} ${value.reason}` };
  const { result, errorMessage }: ApiResponse<'issueVouchers'> = value.value;
  return result === 'ISSUE-VOUCHERS-OK' ? { kind: 'done' } : { kind: 'refused', why: `${result}: ${errorMessage}` };
}
