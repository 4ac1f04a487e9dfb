/** The events we act on, and the one object of its own that each carries (MplusKASSA developer site, "Webhooks"). */
export const ACTED_EVENTS = [
  'startSession',
  'addSessionLine',
  'updateSessionLine',
  'removeSessionLine',
  'pauseSession',
  'resumeSession',
  'startPayment',
  'cancelPayment',
  'mergeSession',
  'cancelSession',
  'completeSession',
  'creditSession',
  'scanCode',
  'startExternalPayment',
  'pollExternalPayment',
  'requestCancelExternalPayment',
  'cancelExternalPayment',
] as const;
export type ActedEvent = (typeof ACTED_EVENTS)[number];

/** The rest of the catalogue: known, and answered with an empty object. */
export const SILENT_EVENTS = ['selectRelation', 'customAction', 'printBill', 'backgroundPoll'] as const;
/** The kitchen display's events are named in the vendor's list by this pattern alone. */
const KITCHEN_EVENT = /^kitchen[A-Za-z]*Course$/;

const ACTED: ReadonlySet<string> = new Set(ACTED_EVENTS);
const SILENT: ReadonlySet<string> = new Set(SILENT_EVENTS);

export type EventRoute =
  | { readonly kind: 'acted'; readonly name: ActedEvent }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown' };

export function routeOf(name: string): EventRoute {
  if (ACTED.has(name)) return { kind: 'acted', name: name as ActedEvent };
  return { kind: SILENT.has(name) || KITCHEN_EVENT.test(name) ? 'silent' : 'unknown' };
}

/** The last segment of a path: whatever base the operator typed, a slash at its end or not, a query or not. */
export function eventNameOf(path: string): string {
  const query = path.indexOf('?');
  const bare = (query === -1 ? path : path.slice(0, query)).replace(/\/+$/, '');
  return bare.slice(bare.lastIndexOf('/') + 1);
}
