/**
 * The three formats of a status call. The Order API's ("Exchange: payments" and "Pay.POS cloud connect exchange"), the
 * payload of Pay.POS ("Exchange: Pay.POS", the same as the transaction info of rest.pay.nl) and the legacy fields, flat,
 * with decimal euros; all on developer.pay.nl. Told apart by what they carry, never by what the settings say.
 */
import { maskCardNumbers } from '@tillbridge/kernel';
import { describeIssues, oneLine } from '@tillbridge/psp-core';
import { type DeviceParts, deviceOf, deviceOfOrder, type ReadDevice } from './device-payment.ts';
import { payExchangeEnvelopeSchema, payExchangeSchema } from './exchange.wire.ts';
import { actionOf, topicOf } from './exchange-actions.ts';
import type { PayExchangeHint, ReadExchange } from './exchange-hint.ts';
import { isRecord, readStringly, type Stringly, textAt } from './lenient-json.ts';
import { payOrderSchema } from './order.wire.ts';

const ORDER_NAME = /^[0-9A-Za-z-]{3,64}$/;
const OURS = /^[0-9A-Za-z]{1,64}$/;
/** What our own references look like; in a field that anybody may use, nothing else is taken for one. */
const OUR_SHAPE = /^[0-9A-Z]{26}$/;

/** A body that is JSON, in whichever format. */
export function readJsonExchange(text: string): ReadExchange {
  const read = readStringly(text);
  if (!read.ok) return unreadable('not JSON');
  const { value, repaired } = read;
  if (!isRecord(value)) return unreadable('body: not an object');
  const found = formatOf(value, text);
  if (found.kind !== 'ignored' && found.kind !== 'unreadable' && repaired) {
    return { ...found, oddities: ['values in doubled quotes', ...found.oddities] };
  }
  return found;
}

function formatOf(value: { readonly [key: string]: Stringly }, text: string): ReadExchange {
  if ('object' in value && textAt(value, 'action') === null) return readOrderFormat(text);
  if ('orderId' in value || isRecord(value.status)) return readTransactionFormat(value);
  if ('order_id' in value || 'payment_session_id' in value || 'action' in value) return readLegacyFields(value);
  return readOrderFormat(text);
}

/** Format of the Order API: an event with the whole order; its numbers are numbers. */
function readOrderFormat(text: string): ReadExchange {
  const value = jsonOf(text);
  const envelope = payExchangeEnvelopeSchema.safeParse(value);
  if (!envelope.success) return unreadable(describeIssues(envelope.error.issues));
  const { event, type } = envelope.data;
  if (event !== 'status_changed' || type !== 'order')
    return { kind: 'ignored', why: 'not a status change of an order' };
  const parsed = payExchangeSchema.safeParse(value);
  if (!parsed.success) return unreadable(describeIssues(parsed.error.issues));
  const { object } = parsed.data;
  const whole = payOrderSchema.safeParse(object);
  const reference = object.reference ?? null;
  return hint({
    format: 'order',
    names: [object.id, whole.success ? (whole.data.orderId ?? null) : null],
    reference,
    statusCode: object.status.code,
    action: actionOf(object.status.code, object.status.action ?? null),
    sandbox: whole.success ? sandboxOf(whole.data.integration) : null,
    device: whole.success && reference === null ? deviceOfOrder(whole.data) : { kind: 'none' },
  });
}

/** The payload of Pay.POS: texts for everything, `""` beside null for nothing. */
function readTransactionFormat(value: Stringly): ReadExchange {
  const code = textAt(value, 'status', 'code');
  if (code === null || !/^-?\d{1,5}$/.test(code)) return unreadable('status.code: not a number');
  const statusCode = Number(code);
  const statusAction = textAt(value, 'status', 'action');
  const reference = referenceIn(textAt(value, 'reference'), textAt(value, 'stats', 'extra1'));
  const testMode =
    isRecord(value) && isRecord(value.integration) ? textAt(value, 'integration', 'testMode') : undefined;
  const names = [textAt(value, 'orderId'), textAt(value, 'id')];
  return hint({
    format: 'transaction',
    names,
    reference,
    statusCode,
    action: textAt(value, 'action') ?? actionOf(statusCode, statusAction),
    sandbox: testMode === undefined ? null : testMode !== null && testMode !== '0' && testMode !== 'false',
    device: deviceUnlessOurs(reference, {
      orderId: names[0] ?? names[1] ?? '',
      methodId: textAt(value, 'paymentMethod', 'id'),
      terminalCode: textAt(value, 'paymentMethod', 'terminalCode'),
      amount: { unit: 'cents', text: textAt(value, 'amount', 'value') },
      currency: textAt(value, 'amount', 'currency'),
      createdAt: textAt(value, 'createdAt'),
      credit: false,
      status: { code: statusCode, action: statusAction ?? '' },
    }),
  });
}

/** The legacy fields, from JSON, a form or an address. */
export function readLegacyFields(value: Stringly): ReadExchange {
  const action = textAt(value, 'action');
  if (action === null) return unreadable('action: missing');
  const names = [textAt(value, 'order_id'), textAt(value, 'transactionId')];
  const reference = referenceIn(null, textAt(value, 'extra1'));
  return hint({
    format: 'legacy',
    names,
    reference,
    statusCode: null,
    action,
    sandbox: null,
    device: deviceUnlessOurs(reference, {
      orderId: names[0] ?? '',
      methodId: textAt(value, 'payment_profile_id'),
      terminalCode: null,
      amount: { unit: 'euros', text: textAt(value, 'amount') },
      currency: null,
      createdAt: null,
      credit: false,
      status: { code: null, action },
    }),
  });
}

interface Parts extends Pick<PayExchangeHint, 'format' | 'reference' | 'statusCode' | 'action' | 'sandbox'> {
  readonly names: readonly (string | null)[];
  readonly device: ReadDevice;
}

function hint({ names, device, action, ...parts }: Parts): ReadExchange {
  const topic = topicOf(action);
  if (topic === 'debit') return { kind: 'ignored', why: 'a direct debit' };
  const orderNames = [...new Set(names.filter((name) => name !== null))];
  const [orderId] = orderNames;
  if (orderId === undefined) return unreadable('no order is named');
  if (!orderNames.every((name) => ORDER_NAME.test(name))) return unreadable('the name of the order is none');
  return {
    kind: 'hint',
    ...parts,
    action: oneLine(maskCardNumbers(action), 40),
    orderId,
    orderNames,
    topic,
    device: topic === 'payment' && device.kind === 'device' ? device.payment : null,
    oddities: device.kind === 'odd' ? [device.why] : [],
  };
}

function deviceUnlessOurs(reference: string | null, parts: DeviceParts): ReadDevice {
  return reference === null ? deviceOf(parts) : { kind: 'none' };
}

/** `reference` is the field for it; `extra` carries ours only when it looks like one of ours. */
function referenceIn(reference: string | null, extra: string | null): string | null {
  if (reference !== null && OURS.test(reference)) return reference;
  return extra !== null && OUR_SHAPE.test(extra) ? extra : null;
}

/** Our reference as the last part of the path that our orders name. */
export function referenceInPath(path: string | undefined): string | null {
  const last = path?.split('/').at(-1) ?? '';
  return OUR_SHAPE.test(last) ? last : null;
}

function sandboxOf(integration: unknown): boolean | null {
  if (typeof integration !== 'object' || integration === null || !('test' in integration)) return null;
  return typeof integration.test === 'boolean' ? integration.test : null;
}

function unreadable(why: string): ReadExchange {
  return { kind: 'unreadable', why };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
