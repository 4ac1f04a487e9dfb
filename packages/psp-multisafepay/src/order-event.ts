import { parseExactJson } from '@tillbridge/kernel';
import { z } from 'zod';
import { exactText, loose } from './exact.ts';
import type { ServerSentEvent } from './sse-parser.ts';

/** What an event says of an order. Never proof: it only makes us look. */
export interface MspOrderEvent {
  readonly orderId: string | null;
  readonly status: string | null;
}

const EVENT_NAME = 'session.order';

/** docs.multisafepay.com, "Event notifications": order, session, both statuses, transaction. All of it may be missing. */
const schema = z.object({
  order_id: exactText.nullish().catch(null),
  status: loose,
});

/** The payload may be wrapped once more in `data`, as the tests of MultiSafepay's Python SDK have it. */
const wrapped = z.object({ data: schema });

/** The order event in a message; undefined for everything else, `data: ping` included. */
export function readOrderEvent(message: ServerSentEvent): MspOrderEvent | undefined {
  if (message.event !== EVENT_NAME && message.event !== 'message') return undefined;
  const json = parseExactJson(message.data);
  if (!json.ok) return undefined;
  const inner = wrapped.safeParse(json.value);
  const outer = inner.success ? inner.data.data : schema.safeParse(json.value).data;
  if (outer === undefined) return undefined;
  const event = { orderId: outer.order_id ?? null, status: outer.status ?? null };
  return event.orderId === null && event.status === null ? undefined : event;
}
