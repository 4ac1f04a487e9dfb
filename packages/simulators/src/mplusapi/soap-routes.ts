import type { Clock } from '@tillbridge/kernel';
import {
  API_OPERATIONS,
  type ApiOperation,
  type Complex,
  MPLUS_NAMESPACE,
  openEnvelope,
  readComplex,
  SOAP_CONTENT_TYPE,
  type ValueOf,
  writeEnvelope,
  writeFault,
  writeWsdl,
  type XmlElement,
} from '@tillbridge/mplus/soap';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerLate, cutShort, firstHalf, type Held, hangUp, sendSignInPage } from '../shared/call-faults.ts';
import type { ArmedFault } from './faults.ts';
import type { MplusCloud } from './mplus-cloud.ts';

interface Query {
  readonly Querystring: Readonly<Partial<Record<string, string>>>;
}

export interface SoapPorts {
  readonly cloud: MplusCloud;
  readonly clock: Clock;
  readonly held: Held;
  /** Hears of every request that could be read, before anything answers it. */
  readonly heard: (message: XmlElement) => void;
}

interface Answer {
  readonly status: 200 | 500;
  readonly body: string;
}

class Refused extends Error {
  readonly code: `Client${string}`;

  constructor(code: `Client${string}`, message: string) {
    super(message);
    this.code = code;
  }
}

/** The API: one address for every operation. */
export function addSoapRoutes(server: FastifyInstance, ports: SoapPorts): void {
  server.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.get<Query>('/', (request, reply) => {
    if (!('wsdl' in request.query)) return reply.code(404).send();
    return reply.type('text/xml').send(writeWsdl(API_OPERATIONS, `${request.protocol}://${request.host}/`));
  });
  server.post<Query>('/', (request, reply) => answer(request, reply, ports));
}

async function answer(
  request: FastifyRequest<Query>,
  reply: FastifyReply,
  { cloud, clock, held, heard }: SoapPorts,
): Promise<unknown> {
  const opened = openEnvelope(String(request.body));
  if (opened.kind !== 'body') return send(reply, fault('Client', 'No SOAP request'));
  const { element } = opened;
  heard(element);
  const operation = operationOf(element);
  if (operation === undefined) return send(reply, fault('Client', `Method '${element.name}' not implemented`));
  cloud.noteCall(operation);
  const armed = cloud.faults.takeFor(operation);
  const work = () =>
    settled(() => {
      const { ident, secret } = request.query;
      if (ident !== cloud.account.ident || secret !== cloud.account.secret) {
        throw new Refused('Client.Authentication', 'Ident or secret is wrong');
      }
      return carryOut(cloud, operation, element, armed);
    });
  if (armed === undefined) return send(reply, work());
  if ('worked' in armed && armed.worked === true) work();
  switch (armed.do) {
    case 'slow':
      return send(reply, await answerLate(armed, request, { clock, held }, work));
    case 'drop':
      return hangUp(reply);
    case 'lose-reply':
      work();
      return hangUp(reply);
    case 'too-many':
      return reply
        .code(429)
        .header('retry-after', armed.retryAfterSeconds ?? 1)
        .send();
    case 'garbage':
      return sendSignInPage(reply);
    case 'bad-gateway':
      return reply.code(502).type('text/html').send('<html><h1>502 Bad Gateway</h1></html>');
    case 'fault':
      return send(reply, fault(armed.code as 'Client' | 'Server', armed.message));
    case 'cut-short': {
      const { status, body } = work();
      if (armed.tidy !== true) return cutShort(reply, status, body);
      return reply
        .code(status)
        .type(SOAP_CONTENT_TYPE)
        .send(firstHalf(Buffer.from(body, 'utf8')));
    }
    case 'result':
      return send(reply, work());
  }
}

function operationOf({ name, namespace }: XmlElement): ApiOperation | undefined {
  return namespace === MPLUS_NAMESPACE && Object.hasOwn(API_OPERATIONS, name) ? (name as ApiOperation) : undefined;
}

function carryOut(
  cloud: MplusCloud,
  operation: ApiOperation,
  element: XmlElement,
  armed: ArmedFault | undefined,
): Answer {
  const { request, wrapped, response }: { request: Complex; wrapped: boolean; response: Complex } =
    API_OPERATIONS[operation];
  const inner = wrapped ? element.children.find(({ name }) => name === 'request') : element;
  const read = inner === undefined ? undefined : readComplex(request, inner);
  if (read?.ok !== true) throw new Refused('Client', `Validation constraint violation: ${read?.path ?? 'request'}`);
  const handler: (value: never) => unknown = cloud.handlers[operation];
  const value =
    armed?.do === 'result'
      ? {
          idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
          result: armed.result,
          errorMessage: armed.errorMessage ?? 'As armed',
        }
      : handler(read.value as never);
  return { status: 200, body: writeEnvelope(response.name, response, value as ValueOf<Complex>) };
}

function settled(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return fault(error.code, error.message);
    throw error;
  }
}

function fault(code: `Client${string}` | `Server${string}`, message: string): Answer {
  return { status: 500, body: writeFault(code, message) };
}

function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).type(SOAP_CONTENT_TYPE).header('mplus-service-version', 'simulated').send(body);
}
