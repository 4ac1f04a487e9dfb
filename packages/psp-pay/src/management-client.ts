import type { CallContext, Cents, Clock } from '@tillbridge/kernel';
import {
  basicAuthorization,
  type CallKind,
  describeIssues,
  failure,
  failureOfTransport,
  type HttpExchange,
  type HttpResponse,
  type ProviderFailure,
  readJson,
} from '@tillbridge/psp-core';
import type { z } from 'zod';
import { CoreList } from './core-list.ts';
import { PAY_ERRORS } from './errors.ts';
import { HostCaller } from './host-caller.ts';
import {
  type MadeRefund,
  type PayRefund,
  type PayTransaction,
  refundAnswerSchema,
  refundSchema,
  serviceConfigSchema,
  terminalsSchema,
  transactionSchema,
  type WireServiceConfig,
  type WireTerminal,
} from './management.wire.ts';
import { failureOfAnswer } from './problem.ts';
import type { PayAccount } from './settings.ts';

/** Public addresses of the management API (servers of Pay.'s OpenAPI). */
const PUBLIC_MANAGEMENT_HOSTS = [
  'https://rest.pay.nl',
  'https://rest.achterelkebetaling.nl',
  'https://rest.letspay.nl',
  'https://rest.fasterpay.nl',
  'https://rest.premium-pay.nl',
  'https://rest.letspin.nl',
] as const;

/** `absent`: Pay. says that there is no such thing. */
export type Looked<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent'; readonly failure: ProviderFailure }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

export type RefundCallAnswer =
  | { readonly kind: 'taken'; readonly made: readonly MadeRefund[] }
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  | { readonly kind: 'unclear'; readonly failure: ProviderFailure };

const PAGE = 100;
/** More terminals than any account has; a list that never ends is no list. */
const MAX_PAGES = 50;

/** The management API of Pay. (rest.pay.nl v2): what the Order API has no calls for. */
export class PayManagement {
  readonly account: PayAccount;
  private readonly caller: HostCaller;
  private readonly clock: Clock;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(account: PayAccount, http: HttpExchange, clock: Clock) {
    const hosts = account.managementHosts ?? [];
    this.account = account;
    this.clock = clock;
    this.caller = new HostCaller(
      new CoreList(hosts.length === 0 ? PUBLIC_MANAGEMENT_HOSTS : hosts, clock),
      http,
      clock,
    );
    this.headers = {
      accept: 'application/json',
      authorization: basicAuthorization(account.tokenCode, account.apiToken),
    };
  }

  /** `GET /v2/transactions/{id}`; takes `EX-…` and the order number. */
  async transaction(name: string, call: CallContext): Promise<Looked<PayTransaction>> {
    const answer = await this.read(`/v2/transactions/${encodeURIComponent(name)}`, transactionSchema, call);
    return about(answer, name, (found) => [found.id, found.orderId]);
  }

  /** `GET /v2/refunds/{RF-…}`. */
  async refund(refundId: string, call: CallContext): Promise<Looked<PayRefund>> {
    const answer = await this.read(`/v2/refunds/${encodeURIComponent(refundId)}`, refundSchema, call);
    return about(answer, refundId, (found) => [found.id]);
  }

  /** `GET /v2/services/config`. */
  serviceConfig(call: CallContext): Promise<Looked<WireServiceConfig>> {
    const query = `serviceId=${encodeURIComponent(this.account.serviceId)}`;
    return this.read(`/v2/services/config?${query}`, serviceConfigSchema, call);
  }

  /** `GET /v2/terminals`, all pages. */
  async terminals(call: CallContext): Promise<Looked<readonly WireTerminal[]>> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const found = new Map<string, WireTerminal>();
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const one = { signal: call.signal, timeoutMs: Math.max(0, until - this.clock.monotonicMs()) };
      const answer = await this.read(`/v2/terminals?limit=${PAGE}&page=${page}`, terminalsSchema, one);
      if (answer.kind !== 'found') return answer;
      const { terminals, total } = answer.value;
      for (const terminal of terminals) found.set(terminal.code, terminal);
      const complete = total === null || total === undefined ? terminals.length < PAGE : found.size >= total;
      if (complete || terminals.length === 0) return { kind: 'found', value: [...found.values()] };
    }
    return { kind: 'failed', failure: failure(PAY_ERRORS.unreadable, 'the list of terminals does not end') };
  }

  /** `PATCH /v2/transactions/{id}/refund`, once, with the amount spelled out: without one Pay. gives all back. */
  async giveBack(
    name: string,
    refund: { readonly amountCents: Cents; readonly description: string },
    call: CallContext,
  ): Promise<RefundCallAnswer> {
    const body = {
      amount: { value: refund.amountCents, currency: 'EUR' },
      description: refund.description,
    };
    const { reply } = await this.caller.call('create', null, call, {
      method: 'PATCH',
      path: `/v2/transactions/${encodeURIComponent(name)}/refund`,
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (reply.kind === 'failure') {
      return {
        kind: reply.reach === 'not-sent' ? 'refused' : 'unclear',
        failure: failureOfTransport(reply, PAY_ERRORS),
      };
    }
    if (reply.status >= 400) {
      return { kind: reply.status >= 500 ? 'unclear' : 'refused', failure: failureOfAnswer(reply) };
    }
    const parsed = parse(reply, refundAnswerSchema);
    return 'value' in parsed
      ? { kind: 'taken', made: parsed.value.refundedTransactions ?? [] }
      : { kind: 'unclear', failure: parsed };
  }

  private async read<S extends z.ZodType>(path: string, schema: S, call: CallContext): Promise<Looked<z.output<S>>> {
    const kind: CallKind = 'read';
    const { reply } = await this.caller.call(kind, null, call, { method: 'GET', path, headers: this.headers });
    if (reply.kind === 'failure') return { kind: 'failed', failure: failureOfTransport(reply, PAY_ERRORS) };
    if (reply.status >= 400) {
      const told = failureOfAnswer(reply);
      // A 404 without Pay.'s own error body may come from anything in between, and proves nothing.
      return { kind: reply.status === 404 && readJson(reply.body).ok ? 'absent' : 'failed', failure: told };
    }
    const parsed = parse(reply, schema);
    return 'value' in parsed ? { kind: 'found', value: parsed.value } : { kind: 'failed', failure: parsed };
  }
}

/** An answer about something else is none. */
function about<T>(answer: Looked<T>, name: string, namesOf: (value: T) => readonly (string | null)[]): Looked<T> {
  if (answer.kind !== 'found') return answer;
  const fits = namesOf(answer.value).some((other) => other?.toLowerCase() === name.toLowerCase());
  return fits ? answer : { kind: 'failed', failure: failure(PAY_ERRORS.unreadable, 'the answer is about another one') };
}

function parse<S extends z.ZodType>(reply: HttpResponse, schema: S): { readonly value: z.output<S> } | ProviderFailure {
  const json = readJson(reply.body);
  if (reply.status < 200 || reply.status >= 300 || !json.ok) {
    return failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} without a readable body`);
  }
  const parsed = schema.safeParse(json.value);
  return parsed.success
    ? { value: parsed.data }
    : failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} ${describeIssues(parsed.error.issues)}`);
}
