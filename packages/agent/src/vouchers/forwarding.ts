/**
 * Vouchers go on to MplusKASSA as well, when the settings list their product. What is to be sent stands in the outbox from
 * the commit that stored the voucher, one item for each.
 *
 *     waiting ── issueVouchers under the voucher's own id ──▶ issued, now or before ──▶ done
 *       ▲                          │        │
 *       └── no line, no answer ◀───┘        └── refused ──▶ the code is there: is it this voucher? yes ──▶ done
 *                                                                                              no ──▶ parked
 *                                                 anything else ──▶ parked, with who has to act
 *
 * Codes are unique in all of MplusKASSA, so that a voucher is never issued twice, whatever becomes of keys and answers.
 */
import { DEFAULT_OUTBOX_POLICY, type Delivery, type OutboxHandler, type OutboxPolicy } from '@tillbridge/journal';
import { type Clock, type ErrorEntry, type Log, TillbridgeError } from '@tillbridge/kernel';
import { type ApiRequest, type ApiResponse, MPLUS_API_ERRORS } from '@tillbridge/mplus';
import { oneLine } from '@tillbridge/psp-core';
import type { Voucher, VoucherId, VoucherReads } from '@tillbridge/vouchers';
import type { AgentVoucherSettings } from '../settings.ts';
import type { ApiLine } from './api-line.ts';
import { type ForwardedIssue, readForwardItem } from './forwarding-item.ts';

type ApiSettings = NonNullable<AgentVoucherSettings['mplus']>;

/** Many may wait for a line that is down, and nobody waits for them: days, not minutes. */
const FORWARD_POLICY: OutboxPolicy = {
  ...DEFAULT_OUTBOX_POLICY,
  attempts: 2_000,
  concurrency: 2,
};
const CALL_MS = 10_000;
/** With a call it must fit into a delivery. */
const LONGEST_REST_MS = 15_000;
const DAY_MS = 86_400_000;

export interface ForwardingPorts {
  readonly vouchers: Pick<VoucherReads, 'byId'>;
  readonly line: Pick<ApiLine, 'call' | 'rested'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A voucher is parked. `about`: the ticket shop's order. */
  readonly parked: (error: ErrorEntry, about: string) => void;
}

export function forwardingHandler(settings: ApiSettings, ports: ForwardingPorts): OutboxHandler {
  const forwarder = new Forwarder(settings, ports);
  return {
    policy: FORWARD_POLICY,
    async deliver(item, signal) {
      const issues = readForwardItem(item.payload);
      const voucher = ports.vouchers.byId(item.key as VoucherId);
      if (issues === undefined || voucher === undefined)
        return { kind: 'park', why: 'the item names no voucher of ours' };
      const { delivery, error } = await forwarder.forward(voucher, issues, signal);
      const last = delivery.kind === 'again' && item.attempts >= FORWARD_POLICY.attempts;
      if (error !== null && (delivery.kind === 'park' || last)) ports.parked(error, voucher.orderReference);
      return delivery;
    },
  };
}

interface Ending {
  readonly delivery: Delivery;
  readonly error: ErrorEntry | null;
}

type Issue = ApiRequest<'issueVouchers'>;
type Issued = ApiResponse<'issueVouchers'>;

const DONE: Ending = { delivery: { kind: 'done' }, error: null };

class Forwarder {
  private readonly settings: ApiSettings;
  private readonly ports: ForwardingPorts;

  constructor(settings: ApiSettings, ports: ForwardingPorts) {
    this.settings = settings;
    this.ports = ports;
  }

  async forward(voucher: Voucher, issues: readonly ForwardedIssue[], signal: AbortSignal): Promise<Ending> {
    const { log, line } = this.ports;
    if (voucher.blocked !== null) {
      log.info('a withdrawn voucher is not forwarded', { voucher: voucher.id });
      return DONE;
    }
    const request = this.requestOf(voucher, issues);
    if (request === null)
      return park(MPLUS_API_ERRORS.voucherSetUp, voucher, 'the settings forward its product no more');
    if (!(await line.rested(LONGEST_REST_MS, signal))) {
      return {
        delivery: { kind: 'again', why: 'the line to MplusKASSA is down' },
        error: MPLUS_API_ERRORS.unreachable,
      };
    }
    return this.send(voucher, request, signal);
  }

  private async send(voucher: Voucher, request: Issue, signal: AbortSignal): Promise<Ending> {
    const { line, log, clock } = this.ports;
    const answer = await line.call('issueVouchers', request, { signal, timeoutMs: CALL_MS });
    if (!answer.ok) return failed(answer.failure, voucher);
    const { result, idempotencyResult, errorMessage } = answer.value;
    switch (result) {
      case 'ISSUE-VOUCHERS-OK':
        log.info('a voucher was forwarded', { voucher: voucher.id, how: idempotencyResult });
        return DONE;
      case 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE':
      case 'ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE':
        return this.lookFor(voucher, request, signal);
      default: {
        // A refusal that is told again from memory says nothing about how things are set up now. Nothing was issued under
        // that key, and the code is refused if it was under another.
        const remembered = idempotencyResult === 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE';
        if (remembered && request.idempotencyKey === voucher.id) {
          return this.send(voucher, { ...request, idempotencyKey: `${voucher.id}/${clock.now()}` }, signal);
        }
        return park(REFUSALS[result], voucher, `${result}, ${oneLine(errorMessage, 200)}`);
      }
    }
  }

  /** The code is there: by an answer that got lost, or by somebody else. */
  private async lookFor(voucher: Voucher, request: Issue, signal: AbortSignal): Promise<Ending> {
    const { clock, line, log } = this.ports;
    const items = request.issueVouchers.issueVoucher;
    const start = Math.max(...voucher.entitlements.map(({ validFrom }) => validFrom ?? voucher.receivedAt));
    // Nothing says whether the dates are those of the issue or of the first day.
    const windows = [
      [voucher.receivedAt, clock.now()],
      [start, start],
    ] as const;
    for (const [from, through] of windows) {
      const look = { fromDate: dateOf(from - DAY_MS), throughDate: dateOf(through + DAY_MS) };
      const answer = await line.call('getVoucherIssuances', look, { signal, timeoutMs: CALL_MS });
      if (!answer.ok) return failed(answer.failure, voucher);
      const found = (answer.value.voucherIssuances?.voucherIssuance ?? []).filter(
        ({ groupScanCode, resolvedGroupScanCode }) =>
          items.some((item) => [groupScanCode, resolvedGroupScanCode].includes(item.groupScanCode)),
      );
      if (found.length === 0) continue;
      if (!sameVouchers(found, items)) break;
      log.info('a voucher was found to be forwarded', { voucher: voucher.id });
      return DONE;
    }
    return park(MPLUS_API_ERRORS.codeTaken, voucher, 'the code is there for another voucher');
  }

  /** Null when the settings have no place for it any more. */
  private requestOf(voucher: Voucher, issues: readonly ForwardedIssue[]): Issue | null {
    const { forward, workplace } = this.settings;
    const code = voucher.codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null)?.code;
    if (workplace === null || code === undefined) return null;
    const items: Issue['issueVouchers']['issueVoucher'][number][] = [];
    for (const { product, entitlement, copies } of issues) {
      const target = forward.find((one) => one.product === product);
      if (target === undefined) return null;
      const own = voucher.codes.find((one) => one.entitlement === entitlement && one.replacedAt === null)?.code;
      const from = voucher.entitlements.find(({ id }) => id === entitlement)?.validFrom ?? null;
      const item = {
        voucherId: { id: target.voucherId },
        bookBpeId: target.bookBpeId,
        ...(own === undefined || copies > 1 ? {} : { scanCode: own }),
        groupScanCode: code,
        ...(from === null ? {} : { startTs: new Date(from).toISOString() }),
      };
      for (let copy = 0; copy < copies; copy += 1) items.push(item);
    }
    return {
      idempotencyKey: voucher.id,
      issueVouchers: { issueVoucher: items },
      financialWorkplaceIdentifier: { branchNumber: workplace.branch, workplaceNumber: workplace.workplace },
    };
  }
}

type Refusal = Exclude<
  Issued['result'],
  'ISSUE-VOUCHERS-OK' | 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE' | 'ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE'
>;

const REFUSALS: Readonly<Record<Refusal, ErrorEntry>> = {
  'ISSUE-VOUCHERS-TOO-MANY-ISSUANCES': MPLUS_API_ERRORS.voucherSetUp,
  'ISSUE-VOUCHERS-VOUCHER-NO-BOOK-ARTICLE-NUMBER': MPLUS_API_ERRORS.voucherSetUp,
  'ISSUE-VOUCHERS-INVALID-BOOK-BPE-ID': MPLUS_API_ERRORS.voucherSetUp,
  'ISSUE-VOUCHERS-SCAN-CODE-NOT-ALLOWED-ON-EXTERNAL-VOUCHER': MPLUS_API_ERRORS.voucherSetUp,
  'ISSUE-VOUCHERS-RELATION-REQUIRED': MPLUS_API_ERRORS.voucherSetUp,
  'ISSUE-VOUCHERS-NOT-ENOUGH-EXTERNAL-SCAN-CODES': MPLUS_API_ERRORS.noCodesLeft,
  'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION': MPLUS_API_ERRORS.voucherSetUp,
};

function failed({ error, next }: { readonly error: TillbridgeError; readonly next: string }, voucher: Voucher): Ending {
  if (next === 'give-up') return park(error.entry, voucher, error.message);
  return { delivery: { kind: 'again', why: error.message }, error: error.entry };
}

function park(entry: ErrorEntry, voucher: Voucher, detail: string): Ending {
  const { message } = new TillbridgeError(entry, { about: `order ${voucher.orderReference}`, detail });
  return { delivery: { kind: 'park', why: `${message}. Who acts: ${entry.whoActs}` }, error: entry };
}

/** As many of each definition as were sent. */
function sameVouchers(
  found: readonly { readonly voucherId: { readonly id: string } }[],
  sent: readonly { readonly voucherId: { readonly id: string } }[],
): boolean {
  const sorted = (list: typeof found) => list.map(({ voucherId }) => voucherId.id).sort();
  return sorted(found).join('\n') === sorted(sent).join('\n');
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
