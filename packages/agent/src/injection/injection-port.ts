/** What comes from ticket shops, by its address. Who calls is known before anything is read. */
import {
  findRoute,
  OPENAPI_PAGE_PATH,
  OPENAPI_PATH,
  REQUEST_ID_HEADER,
  SOAP_PATH,
} from '@tillbridge/contracts/injection';
import { type Clock, newId, type Random } from '@tillbridge/kernel';
import type { SoapReply, VoucherService } from '@tillbridge/mplus';
import type { AdmittedInjection, InjectionHead, InjectionPort, InjectionReply } from '@tillbridge/relay';
import { INJECTION_ERRORS } from '@tillbridge/vouchers';
import type { RestApi } from './rest-api.ts';
import { Refused, refusal, retryAfter } from './rest-reply.ts';
import type { ShopDoor } from './shop-door.ts';

export interface InjectionParts {
  readonly door: ShopDoor;
  readonly rest: RestApi;
  readonly soap: VoucherService;
  /** The description of the REST service, by its address. */
  readonly pages: ReadonlyMap<string, InjectionReply>;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a caller may name its request; anything else could break the lines of a log. */
const REQUEST_ID = /^[A-Za-z0-9._:-]{1,64}$/;

export function injectionPort(parts: InjectionParts): InjectionPort {
  const freshId = () => newId(parts.clock.now(), parts.random);
  return {
    admit(head) {
      const given = head.headers[REQUEST_ID_HEADER];
      const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : freshId();
      const path = head.path.endsWith('/') ? head.path.slice(0, -1) : head.path;
      switch (path) {
        case OPENAPI_PATH:
        case OPENAPI_PAGE_PATH:
          return page(head.method, parts.pages.get(path), requestId);
        case SOAP_PATH:
          return bySoap(parts, head, requestId);
        default:
          return byRest(parts, { ...head, path }, requestId);
      }
    },
  };
}

function page(method: string, found: InjectionReply | undefined, requestId: string): InjectionReply {
  if (found === undefined) return notHere(null, requestId);
  return method === 'GET' || method === 'HEAD' ? found : notHere('GET, HEAD', requestId);
}

function byRest(
  { door, rest }: InjectionParts,
  { method, path, headers, query, from }: InjectionHead,
  requestId: string,
): InjectionReply | AdmittedInjection {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization?.toString() ?? '');
  const answer = door.enter({ id: null, key: bearer?.[1] ?? '', from, requestId });
  if (!answer.ok) {
    const { entry, afterMs } = answer;
    const challenge = afterMs === null ? { 'www-authenticate': 'Bearer realm="vouchers"' } : retryAfter(afterMs);
    return refusal(new Refused(afterMs === null ? 401 : 429, entry), requestId, challenge);
  }
  const { shop, leave } = answer;
  const route = findRoute(method, path);
  if (route.kind !== 'operation') {
    leave();
    return notHere(route.kind === 'nothing' ? null : route.allow, requestId);
  }
  const { operation, code } = route;
  return {
    end: (body) => rest.handle({ shop, requestId, operation, code, query, headers }, body).finally(leave),
  };
}

function notHere(allow: string | null, requestId: string): InjectionReply {
  return allow === null
    ? refusal(new Refused(404, INJECTION_ERRORS.nothingHere), requestId)
    : refusal(new Refused(405, INJECTION_ERRORS.nothingHere), requestId, { allow });
}

function bySoap(
  { door, soap }: InjectionParts,
  { method, query, address, from }: InjectionHead,
  requestId: string,
): InjectionReply | AdmittedInjection {
  const reply = ({ status, contentType, body }: SoapReply, headers = {}): InjectionReply => ({
    status,
    headers: { 'content-type': contentType, [REQUEST_ID_HEADER]: requestId, ...headers },
    body,
  });
  // The description is for everybody, and has no place for a secret.
  if ([...query.keys()].some((name) => name.toLowerCase() === 'wsdl')) return reply(soap.description(address));
  if (method !== 'POST') return reply(soap.notPosted(), { allow: 'POST' });
  const answer = door.enter({ id: query.get('ident') ?? '', key: query.get('secret') ?? '', from, requestId });
  if (!answer.ok) return reply(soap.refusal(answer.entry), retryAfter(answer.afterMs));
  const { shop, leave } = answer;
  return {
    async end(body) {
      try {
        if (typeof body === 'string') return reply(soap.refusal(INJECTION_ERRORS.tooLong));
        return reply(await soap.handle({ shop, body, requestId }));
      } finally {
        leave();
      }
    },
  };
}

/** The description of the REST service, for machines and for people. `styleHash`: SHA-256 of its style, Base64. */
export function descriptionPages(json: string, html: string, styleHash: string): ReadonlyMap<string, InjectionReply> {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return new Map([
    [OPENAPI_PATH, { status: 200, headers: { 'content-type': 'application/json' }, body: json }],
    [
      OPENAPI_PAGE_PATH,
      {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'referrer-policy': 'no-referrer',
        },
        body: html,
      },
    ],
  ]);
}
