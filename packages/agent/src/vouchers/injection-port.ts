import { OPENAPI_PATH, SOAP_PATH } from '@tillbridge/contracts/injection';
import { type Clock, newId, type Random } from '@tillbridge/kernel';
import type { VoucherService } from '@tillbridge/mplus';
import type { InjectionPort, InjectionReply, InjectionRequest } from '@tillbridge/relay';
import { type RestApi, refusal } from './rest-api.ts';
import { INJECTION_ERRORS } from './rest-errors.ts';

export interface InjectionParts {
  readonly rest: RestApi;
  readonly soap: VoucherService;
  readonly openApi: () => string;
  readonly clock: Clock;
  readonly random: Random;
}

/** What comes from ticket shops, by its address. */
export function injectionPort({ rest, soap, openApi, clock, random }: InjectionParts): InjectionPort {
  const freshId = () => newId(clock.now(), random);
  return {
    async handle(request) {
      const path = request.path.replace(/\/+$/, '');
      if (path === OPENAPI_PATH)
        return { status: 200, headers: { 'content-type': 'application/json' }, body: openApi() };
      if (path === SOAP_PATH) return await bySoap(soap, request, freshId());
      return await rest.handle({ ...request, path }, freshId());
    },
    tooLong: () => refusal(413, INJECTION_ERRORS.tooLong, null, null, freshId()),
  };
}

async function bySoap(soap: VoucherService, request: InjectionRequest, requestId: string): Promise<InjectionReply> {
  const reply = await soap.handle({
    method: request.method,
    query: new Map(request.query),
    body: new TextDecoder().decode(request.body),
    address: request.address,
    requestId,
  });
  return {
    status: reply.status,
    headers: { 'content-type': reply.contentType, 'x-request-id': requestId },
    body: reply.body,
  };
}
