/** The REST service described for machines, made from the schemas that check its messages (OpenAPI 3.1). */

import { z } from 'zod';
import {
  blockSchema,
  dryRunSchema,
  injectionErrorSchema,
  injectionSchema,
  PRODUCTS_PATH,
  productListSchema,
  reissueSchema,
  VOUCHERS_PATH,
  voucherListSchema,
  voucherViewSchema,
} from './schemas.ts';

const MESSAGES = {
  Injection: [injectionSchema, 'input'],
  Voucher: [voucherViewSchema, 'output'],
  VoucherList: [voucherListSchema, 'output'],
  DryRun: [dryRunSchema, 'output'],
  ProductList: [productListSchema, 'output'],
  Reissue: [reissueSchema, 'input'],
  Block: [blockSchema, 'input'],
  Error: [injectionErrorSchema, 'output'],
} as const;
type Message = keyof typeof MESSAGES;

const CODE_PARAMETER = { name: 'code', in: 'path', required: true, schema: { type: 'string' } };

export function openApiText(version: string): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      title: 'Tillbridge: vouchers from ticket shops',
      version,
      description: 'Inject vouchers, look them up, replace their codes, withdraw them. Money never moves here.',
    },
    security: [{ key: [] }],
    paths: {
      [VOUCHERS_PATH]: {
        post: {
          operationId: 'injectVouchers',
          summary: 'Store one voucher, or up to 500 of which all are stored or none',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              description: 'A repeat under the same key is answered as the first was, and stores nothing.',
              schema: { type: 'string', maxLength: 200 },
            },
            {
              name: 'dryRun',
              in: 'query',
              description: '`true`: nothing is stored; the answer says what each voucher would give.',
              schema: { type: 'string', enum: ['true', 'false'] },
            },
          ],
          requestBody: body('Injection'),
          responses: {
            201: reply('Stored', 'VoucherList'),
            200: { description: 'A repeat, or a dry run', content: either('VoucherList', 'DryRun') },
            ...refusals(400, 401, 403, 409, 413, 422, 503),
          },
        },
        get: {
          operationId: 'findVouchers',
          summary: 'The vouchers of an order',
          parameters: [{ name: 'order', in: 'query', required: true, schema: { type: 'string' } }],
          responses: { 200: reply('Found', 'VoucherList'), ...refusals(400, 401) },
        },
      },
      [`${VOUCHERS_PATH}/{code}`]: {
        get: {
          operationId: 'showVoucher',
          summary: 'One voucher, with what was spent of it',
          parameters: [CODE_PARAMETER],
          responses: { 200: reply('Found', 'Voucher'), ...refusals(401, 404) },
        },
      },
      [`${VOUCHERS_PATH}/{code}/reissue`]: {
        post: {
          operationId: 'reissueVoucher',
          summary: 'A new code for the same voucher; the old one is refused from then on',
          parameters: [CODE_PARAMETER],
          requestBody: body('Reissue'),
          responses: { 200: reply('Reissued', 'Voucher'), ...refusals(401, 404, 409, 422) },
        },
      },
      [`${VOUCHERS_PATH}/{code}/block`]: {
        post: {
          operationId: 'blockVoucher',
          summary: 'Withdraw a voucher: nothing more is redeemed',
          parameters: [CODE_PARAMETER],
          requestBody: body('Block'),
          responses: { 200: reply('Withdrawn', 'Voucher'), ...refusals(401, 404, 409, 422) },
        },
      },
      [PRODUCTS_PATH]: {
        get: {
          operationId: 'listProducts',
          summary: 'What the venue knows how to redeem',
          responses: { 200: reply('The products', 'ProductList'), ...refusals(401) },
        },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The key of the shop.' } },
      schemas: Object.fromEntries(
        Object.entries(MESSAGES).map(([name, [schema, io]]) => [
          name,
          z.toJSONSchema(schema, { io, unrepresentable: 'any' }),
        ]),
      ),
    },
  });
}

function ref(message: Message) {
  return { $ref: `#/components/schemas/${message}` };
}

function body(message: Message) {
  return { required: true, content: { 'application/json': { schema: ref(message) } } };
}

function reply(description: string, message: Message) {
  return { description, content: { 'application/json': { schema: ref(message) } } };
}

function either(...messages: Message[]) {
  return { 'application/json': { schema: { anyOf: messages.map(ref) } } };
}

const REFUSALS = {
  400: 'The message can not be read',
  401: 'The key is missing or wrong',
  403: 'This shop may not send rules of its own',
  404: 'No voucher of this shop has the code',
  409: 'The code, or the idempotency key, was used before',
  413: 'Too long',
  422: 'A field does not fit; the answer names it',
  503: 'Not stored; repeat it under the same key',
} as const;

function refusals(...statuses: (keyof typeof REFUSALS)[]) {
  return Object.fromEntries(statuses.map((status) => [status, reply(REFUSALS[status], 'Error')]));
}
