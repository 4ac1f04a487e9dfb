/**
 * The till's webhooks: bytes and headers in, a signed reply out. Knows neither HTTP server nor store.
 *
 *   admit (subscription, signature, content type, JSON) ─▶ complaint? ─▶ decode (types, own object)
 *      ─▶ payment events ─▶ desk ─▶ reply      session events ─▶ basket, desk ─▶ {}      the rest ─▶ {}
 *      ─▶ scans and changed baskets ─▶ vouchers ─▶ discounts
 */
import { assertNever, describeError, type EpochMs } from '@tillbridge/kernel';
import { noteComplaint } from './complaint.ts';
import { createEventDecoder, type Decoded, type EventDecoder } from './decode-event.ts';
import { MPLUS_ERRORS } from './errors.ts';
import type { Deed } from './event.ts';
import { eventNameOf, routeOf } from './event-names.ts';
import { type Admitted, admit, findSubscription, tooLongAnswer, type WebhookHeaders } from './gate.ts';
import { receiptOf } from './inbox-identity.ts';
import { type Heard, PaymentEvents } from './payment-events.ts';
import type { Subscription, WebhookPorts, WebhookSettings } from './ports.ts';
import { type Answer, type ErrorAnswer, errorAnswer, NOTHING_TO_SAY, replyOf, type WebhookReply } from './reply.ts';
import { SessionEvents } from './session-events.ts';
import { SIGNATURE_HEADER, signBody } from './signature.ts';
import { VoucherEvents } from './voucher-events.ts';

export interface WebhookRequest {
  /** The request's path; its last segment names the event. A query is ignored. */
  readonly path: string;
  readonly headers: WebhookHeaders;
  /** As it came over the wire. */
  readonly body: Uint8Array;
}

export interface WebhookHandler {
  /** Never rejects: what goes wrong inside is answered 400 with a code of ours. */
  handle(request: WebhookRequest): Promise<WebhookReply>;
  /** The reply to a body that the server would not read to its end. */
  tooLong(headers: WebhookHeaders): WebhookReply;
}

type SessionMove = Extract<Deed, { kind: 'session' }>['news'];

/** Clocks may differ this much before anybody is told. */
const TOLERATED_SKEW_MS = 5 * 60_000;

export function createWebhookHandler(ports: WebhookPorts, settings: WebhookSettings): WebhookHandler {
  return new Handler(ports, settings);
}

class Handler implements WebhookHandler {
  private readonly ports: WebhookPorts;
  private readonly settings: WebhookSettings;
  private readonly decode: EventDecoder;
  private readonly payments: PaymentEvents;
  private readonly sessions: SessionEvents;
  private readonly vouchers: VoucherEvents;

  constructor(ports: WebhookPorts, settings: WebhookSettings) {
    this.ports = ports;
    this.settings = settings;
    this.decode = createEventDecoder(settings.limits.maxLines);
    this.payments = new PaymentEvents(ports, settings);
    this.sessions = new SessionEvents(ports);
    this.vouchers = new VoucherEvents(ports, settings);
  }

  async handle({ path, headers, body }: WebhookRequest): Promise<WebhookReply> {
    const admission = admit(this.ports, this.settings.limits, headers, body);
    if (!admission.ok) return this.refused(admission.subscription, admission.refusal);
    const name = eventNameOf(path);
    let answer: Answer;
    try {
      answer = await this.answer(name, admission);
    } catch (error) {
      this.ports.log.error('a webhook could not be answered', {
        code: MPLUS_ERRORS.inside.code,
        event: name.slice(0, 64),
        error: describeError(error),
      });
      answer = errorAnswer(MPLUS_ERRORS.inside.code, 'the agent could not process this event; its log says why');
    }
    return this.reply(admission.subscription, answer);
  }

  tooLong(headers: WebhookHeaders): WebhookReply {
    const sender = findSubscription(this.ports, headers);
    return sender.ok
      ? this.refused(sender.subscription, tooLongAnswer(this.settings.limits))
      : this.refused(null, sender.refusal);
  }

  private async answer(name: string, admitted: Admitted): Promise<Answer> {
    const { subscription, body } = admitted;
    if (body.error !== undefined && body.error !== null) {
      await noteComplaint(this.ports, subscription.id, name, admitted, this.ports.clock.now());
      return NOTHING_TO_SAY;
    }
    const route = routeOf(name);
    switch (route.kind) {
      case 'acted': {
        const decoded = this.decode(route.name, body);
        return decoded.ok ? this.act(route.name, admitted, decoded) : this.misfit(name, decoded);
      }
      case 'silent':
        return NOTHING_TO_SAY;
      case 'unknown':
        this.ports.log.info('a till sent an event that is not in the catalogue', { event: name.slice(0, 64) });
        return NOTHING_TO_SAY;
      default:
        return assertNever(route);
    }
  }

  private async act(name: string, { subscription, text }: Admitted, { event }: Extract<Decoded, { ok: true }>) {
    const now = this.ports.clock.now();
    const { branch, workplace } = event.sender;
    const known = branch !== null && workplace !== null;
    const heard: Heard = {
      subscriptionId: subscription.id,
      till: known ? this.ports.tills.find(subscription.id, branch, workplace) : undefined,
      tillName: known ? `${branch}-${workplace}` : subscription.id,
      event,
      receipt: receiptOf(
        this.ports.digest,
        subscription.id,
        name,
        { sender: event.sender, counter: event.moment.counter },
        text,
        now,
      ),
    };
    if (heard.till === undefined) this.ports.notices.raise('unknown-till', heard.tillName);
    this.watchClocks(heard, now);
    this.sessions.basket(heard);
    return this.carryOut(heard);
  }

  private async carryOut(heard: Heard): Promise<Answer> {
    const { deed } = heard.event;
    switch (deed.kind) {
      case 'start':
        return this.payments.start(heard, deed);
      case 'poll':
        return this.payments.poll(heard, deed.externalPaymentId);
      case 'request-cancel':
        return this.payments.requestCancel(heard, deed.externalPaymentId);
      case 'give-up':
        return this.payments.giveUp(heard, deed.externalPaymentId);
      case 'session':
        this.sessions.tell(heard, deed.news);
        return this.basketMoved(heard, deed.news);
      case 'scan':
        return this.vouchers.scan(heard, deed.code, deed.chosen);
      case 'credit':
        await this.vouchers.credit(heard);
        return NOTHING_TO_SAY;
      case 'leave-payment':
        await this.sessions.leavePayment(heard);
        return NOTHING_TO_SAY;
      case 'complete':
        await Promise.all([this.vouchers.complete(heard), this.sessions.complete(heard, deed.paid)]);
        return NOTHING_TO_SAY;
      default:
        return assertNever(deed);
    }
  }

  /** What a change of the sale means for the vouchers in it. */
  private async basketMoved(heard: Heard, news: SessionMove): Promise<Answer> {
    switch (news.kind) {
      case 'opened':
        return NOTHING_TO_SAY;
      case 'line-added':
      case 'line-updated':
      case 'line-removed':
      case 'resumed':
      case 'paying':
        return this.vouchers.rematch(heard);
      case 'paused':
        await this.vouchers.release(heard, 'park');
        return NOTHING_TO_SAY;
      case 'cancelled':
      case 'merged':
        await this.vouchers.release(heard, news.kind);
        return NOTHING_TO_SAY;
      default:
        return assertNever(news);
    }
  }

  private watchClocks({ event, tillName }: Heard, now: EpochMs): void {
    const { at } = event.moment;
    if (event.deed.kind !== 'start' || at === null || Math.abs(at - now) <= TOLERATED_SKEW_MS) return;
    this.ports.notices.raise('clock-skew', tillName);
  }

  private misfit(name: string, fault: Exclude<Decoded, { ok: true }>): Answer {
    const where = fault.path === '' ? 'the body' : fault.path;
    this.ports.log.warn('a webhook was refused', { event: name, code: fault.code, path: where, reason: fault.reason });
    return errorAnswer(fault.code, `${where} ${fault.reason}`);
  }

  private refused(subscription: Subscription | null, refusal: ErrorAnswer): WebhookReply {
    this.ports.log.warn('a webhook was refused at the door', {
      code: refusal.code,
      subscription: subscription?.id ?? null,
    });
    return this.reply(subscription, refusal);
  }

  private reply(subscription: Subscription | null, answer: Answer): WebhookReply {
    const { digest } = this.ports;
    const sign =
      subscription === null
        ? null
        : (body: Uint8Array) => ({ [SIGNATURE_HEADER]: signBody(digest, subscription.key, body) });
    return replyOf(answer, sign);
  }
}
