/** The REST service described for machines, made from the table that routes and the schemas that check (OpenAPI 3.1). */

import { ruleSchema } from '@tillbridge/vouchers';
import { z } from 'zod';
import { INJECTION_ROUTES, type InjectionOperation } from './routes.ts';
import {
  batchSchema,
  blockSchema,
  dryRunSchema,
  entitlementSchema,
  injectedVoucherSchema,
  injectionErrorSchema,
  injectionSchema,
  productListSchema,
  receiptSchema,
  reissueSchema,
  voucherListSchema,
  voucherViewSchema,
} from './schemas.ts';

export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, object>>;
    readonly schemas: Readonly<Record<string, ApiSchema>>;
  };
}

/** JSON Schema, draft 2020-12. */
export type ApiSchema = Readonly<Record<string, unknown>>;

export interface ApiParameter {
  readonly name: string;
  readonly in: 'header' | 'query' | 'path';
  readonly required: boolean;
  readonly description: string;
  readonly schema: ApiSchema;
}

export interface ApiContent {
  readonly 'application/json': { readonly schema: ApiSchema; readonly example?: unknown };
}

export interface ApiOperation {
  readonly operationId: InjectionOperation;
  readonly summary: string;
  readonly parameters: readonly ApiParameter[];
  readonly requestBody?: { readonly required: true; readonly content: ApiContent };
  readonly responses: Readonly<Record<string, ApiResponse>>;
}

export interface ApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content: ApiContent;
}

/** As a shop sends them, and as it gets them: defaults and what is left out differ. */
const SENT = {
  Injection: injectionSchema,
  Batch: batchSchema,
  InjectedVoucher: injectedVoucherSchema,
  Entitlement: entitlementSchema,
  Rule: ruleSchema,
  Reissue: reissueSchema,
  Block: blockSchema,
};
const GOT = {
  Receipt: receiptSchema,
  DryRun: dryRunSchema,
  Voucher: voucherViewSchema,
  VoucherList: voucherListSchema,
  ProductList: productListSchema,
  Error: injectionErrorSchema,
};
type Message = keyof typeof SENT | keyof typeof GOT;

const CODE: ApiParameter = {
  name: 'code',
  in: 'path',
  required: true,
  description: 'Any code the voucher ever had, percent-encoded: a slash in it is `%2F`.',
  schema: { type: 'string' },
};
const IDEMPOTENCY_KEY: ApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A repeat of the same request under the same key is answered as the first was, and stores nothing. Kept for seven days.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7E]+$' },
};
const DRY_RUN: ApiParameter = {
  name: 'dryRun',
  in: 'query',
  required: false,
  description: '`true`: nothing is stored; the answer says what each voucher would give, and what speaks against it.',
  schema: { type: 'string', enum: ['true', 'false'] },
};
const ORDER: ApiParameter = {
  name: 'order',
  in: 'query',
  required: true,
  description: 'The order reference.',
  schema: { type: 'string' },
};
const REQUEST_ID: ApiParameter = {
  name: 'X-Request-Id',
  in: 'header',
  required: false,
  description: 'Names the call in the logs of both sides; the answer carries it. Without it the venue makes one.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,64}$' },
};

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
const REFUSALS = {
  400: 'The message can not be read',
  401: 'The key is missing or wrong',
  403: 'This shop may not send rules of its own',
  404: 'No voucher of this shop has the code',
  409: 'A code, or the idempotency key, was used before',
  413: 'Too long',
  415: 'The body is compressed or not UTF-8',
  422: 'A field does not fit; the answer names it',
  429: 'Too often; `Retry-After` says when to repeat it',
  500: 'Uncertain whether it was stored; repeat it under the same idempotency key',
  503: 'Not stored; repeat it under the same idempotency key',
} as const;

type Described = Omit<ApiOperation, 'operationId'>;

const OPERATIONS: Readonly<Record<InjectionOperation, Described>> = {
  injectVouchers: {
    summary: 'Store one voucher, or up to 500 of which all are stored or none',
    parameters: [IDEMPOTENCY_KEY, DRY_RUN],
    requestBody: body('Injection', {
      code: 'TCK-0001-0001',
      orderReference: 'ORD-1001',
      product: 'FAMILY-DAY',
      validFrom: '2026-07-14',
    }),
    responses: {
      201: reply('Stored', 'Receipt'),
      200: reply('A repeat of an earlier request, or a dry run', 'Receipt', 'DryRun'),
      ...refusals(400, 403, 409, 413, 415, 422, 503),
    },
  },
  findVouchers: {
    summary: 'The vouchers of an order',
    parameters: [ORDER],
    responses: { 200: reply('Found; an empty list when the shop has no such order', 'VoucherList'), ...refusals(400) },
  },
  showVoucher: {
    summary: 'One voucher, with what was spent of it',
    parameters: [CODE],
    responses: { 200: reply('Found', 'Voucher'), ...refusals(404) },
  },
  reissueVoucher: {
    summary: 'A new code for the same voucher; the old one is refused from then on. A repeat finds it done.',
    parameters: [CODE],
    requestBody: body('Reissue', { code: 'TCK-0001-0002' }),
    responses: { 200: reply('Reissued', 'Voucher'), ...refusals(400, 404, 409, 413, 415, 422, 503) },
  },
  blockVoucher: {
    summary: 'Withdraw a voucher: nothing more is redeemed. A repeat finds it done.',
    parameters: [CODE],
    requestBody: body('Block', { reason: 'refunded' }),
    responses: { 200: reply('Withdrawn', 'Voucher'), ...refusals(400, 404, 413, 415, 422, 503) },
  },
  listProducts: {
    summary: 'What the venue knows how to redeem',
    parameters: [],
    responses: { 200: reply('The products', 'ProductList') },
  },
};

const ABOUT = [
  'Inject vouchers, look them up, replace their codes, withdraw them. No money moves here.',
  'Moments are ISO 8601 with an offset; a date alone is a day at the venue.',
  'Every refusal is an Error: its code is stable, `whoActs` says who has to do something, and nothing was stored.',
].join(' ');

export function openApi(version: string): OpenApi {
  const paths: Record<string, Record<string, ApiOperation>> = {};
  for (const [name, { method, path }] of Object.entries(INJECTION_ROUTES)) {
    const operationId = name as InjectionOperation;
    const { parameters, responses, ...described } = OPERATIONS[operationId];
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId,
        ...described,
        parameters: [...parameters, REQUEST_ID],
        responses: { ...responses, ...refusals(401, 429, 500) },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tillbridge: vouchers from ticket shops', version, description: ABOUT },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The key of the shop.' } },
      schemas: { ...schemasOf(SENT, 'input'), ...schemasOf(GOT, 'output') },
    },
  };
}

export function openApiText(version: string): string {
  return JSON.stringify(openApi(version));
}

/** Each by its name, and where one stands in another by a reference. */
function schemasOf(messages: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output') {
  const names = z.registry<{ readonly id: string }>();
  for (const [id, schema] of Object.entries(messages)) names.add(schema, { id });
  const { schemas } = z.toJSONSchema(names, { io, unrepresentable: 'any', uri: (id) => ref(id as Message).$ref });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _address, ...schema }]) => [name, schema]),
  );
}

function ref(message: Message): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${message}` };
}

function body(message: Message, example: object) {
  return { required: true, content: { 'application/json': { schema: ref(message), example } } } as const;
}

function reply(description: string, ...messages: readonly [Message, ...Message[]]): ApiResponse {
  const [first, ...more] = messages;
  const schema = more.length === 0 ? ref(first) : { anyOf: messages.map(ref) };
  return { description, content: { 'application/json': { schema } } };
}

function refusals(...statuses: readonly (keyof typeof REFUSALS)[]): Readonly<Record<string, ApiResponse>> {
  return Object.fromEntries(
    statuses.map((status) => {
      const refusal = reply(REFUSALS[status], 'Error');
      return [status, status === 429 ? { ...refusal, headers: RETRY_AFTER } : refusal];
    }),
  );
}
