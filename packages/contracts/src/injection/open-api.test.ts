import { INJECTION_ERRORS, VOUCHER_ERRORS } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi, openApiText } from './open-api.ts';
import { openApiPage } from './open-api-page.ts';
import { findRoute, INJECTION_ROUTES } from './routes.ts';
import { injectionSchema, reissueSchema } from './schemas.ts';

const API = openApi('1.2.3');
const OPERATIONS = Object.entries(API.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object of a document. */
function* objectsIn(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Record<string, unknown>;
  for (const value of Object.values(node)) yield* objectsIn(value);
}

describe('the description', () => {
  it('has the members of OpenAPI 3.1, and is JSON', () => {
    expect(JSON.parse(openApiText('1.2.3'))).toEqual(API);
    expect(Object.keys(API)).toEqual(['openapi', 'info', 'security', 'paths', 'components']);
    expect(API.openapi).toBe('3.1.0');
    expect(API.info.version).toBe('1.2.3');
    for (const name of API.security.flatMap((scheme) => Object.keys(scheme))) {
      expect(API.components.securitySchemes).toHaveProperty(name);
    }
  });

  it('has every address of the router, and the router every address of it', () => {
    const described = OPERATIONS.map(({ path, method, operation }) => [
      operation.operationId,
      { method: method.toUpperCase(), path },
    ]);
    expect(Object.fromEntries(described)).toEqual(INJECTION_ROUTES);
    expect(described).toHaveLength(Object.keys(INJECTION_ROUTES).length);
    for (const { path, method, operation } of OPERATIONS) {
      const found = findRoute(method.toUpperCase(), path.replace('{code}', 'TCK%2F1'));
      expect(found).toEqual({
        kind: 'operation',
        operation: operation.operationId,
        code: path.includes('{code}') ? 'TCK/1' : '',
      });
    }
  });

  it('names each part of a path among the parameters', () => {
    for (const { path, operation } of OPERATIONS) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(named.map(({ name }) => name)).toEqual(inPath);
      expect(named.every(({ required }) => required)).toBe(true);
    }
  });

  it('leads every reference to a message, and every message is referred to', () => {
    const references = new Set([...objectsIn(API)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])));
    const messages = Object.keys(API.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].sort()).toEqual(messages.sort());
  });

  it('says of every operation how it may be refused, and the statuses are those of the errors', () => {
    for (const { operation } of OPERATIONS) {
      const statuses = Object.keys(operation.responses);
      expect(statuses).toEqual(expect.arrayContaining(['200', '401', '429', '500']));
      for (const [status, { content, headers }] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        expect(content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Error' });
        expect(headers !== undefined).toBe(status === '429');
      }
      expect(operation.requestBody !== undefined).toBe(statuses.includes('413'));
    }
  });

  it('shows examples that are accepted', () => {
    const schemas: Record<string, z.ZodType> = { Injection: injectionSchema, Reissue: reissueSchema };
    const examples = OPERATIONS.flatMap(({ operation }) => operation.requestBody?.content['application/json'] ?? []);
    expect(examples).toHaveLength(3);
    for (const { schema, example } of examples) {
      const name = String(schema.$ref).split('/').at(-1) ?? '';
      expect(schemas[name]?.safeParse(example).success ?? name === 'Block').toBe(true);
    }
  });

  it('describes messages in JSON Schema of its dialect: no draft-4 words, no dialect of their own', () => {
    for (const schema of objectsIn(API.components.schemas)) {
      for (const word of ['nullable', '$schema', '$id', 'definitions']) expect(schema).not.toHaveProperty(word);
      if ('exclusiveMinimum' in schema) expect(typeof schema.exclusiveMinimum).toBe('number');
      if (typeof schema.pattern === 'string') expect(() => new RegExp(String(schema.pattern), 'u')).not.toThrow();
    }
  });

  it('can be read back as schemas that accept what is accepted, and refuse what is refused', () => {
    const { InjectedVoucher: _ignored, Batch, Injection } = API.components.schemas;
    expect(Injection).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Batch' }, { $ref: '#/components/schemas/InjectedVoucher' }],
    });
    expect(Batch).toMatchObject({
      properties: { vouchers: { minItems: 1, maxItems: 500 } },
      additionalProperties: false,
    });
    const reissue = z.fromJSONSchema(API.components.schemas.Reissue ?? {});
    expect(reissue.safeParse({ code: 'TCK-0002' }).success).toBe(true);
    for (const wrong of [{}, { code: 'x' }, { code: 'TCK-0002', more: 1 }]) {
      expect(reissue.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('the router', () => {
  it.each([
    ['GET', '/v1/vouchers/', { kind: 'nothing' }],
    ['GET', '/v1/vouchers/a/b', { kind: 'nothing' }],
    ['GET', '/v1/vouchers/%E0%A4%A', { kind: 'nothing' }],
    ['GET', '/v1/products/x', { kind: 'nothing' }],
    ['GET', '/v1', { kind: 'nothing' }],
    ['PUT', '/v1/vouchers', { kind: 'other-method', allow: 'POST, GET' }],
    ['POST', '/v1/products', { kind: 'other-method', allow: 'GET' }],
    ['DELETE', '/v1/vouchers/TCK-1', { kind: 'other-method', allow: 'GET' }],
    ['GET', '/v1/vouchers/TCK-1/block', { kind: 'other-method', allow: 'POST' }],
  ])('%s %s', (method, path, found) => {
    expect(findRoute(method, path)).toEqual(found);
  });
});

describe('the page', () => {
  const { html, style } = openApiPage(API);

  it('has a section for every operation and every message, and every link leads somewhere', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      ...OPERATIONS.map(({ operation }) => operation.operationId),
      'messages',
      ...Object.keys(API.components.schemas).map((name) => `message-${name}`),
      'errors',
    ]);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    const addresses = [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual(['/openapi.json', '/soap?wsdl']);
  });

  it('needs nothing but its one style: no script, nothing from elsewhere', () => {
    expect(html).toContain(`<style>${style}</style>`);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|style="|https?:\/\//i);
  });

  it('has every error that a shop may hear', () => {
    const entries = [...Object.values(INJECTION_ERRORS), ...Object.values(VOUCHER_ERRORS)];
    const codes = entries.map(({ code }) => code).filter((code) => code.startsWith('SHOP-'));
    const rows = [...html.matchAll(/<tr><td><code>(SHOP-\d+)<\/code><\/td>/g)].map(([, code]) => code);
    expect(rows.toSorted()).toEqual(codes.toSorted());
  });

  it('writes words as words', () => {
    const dangerous = openApiPage({ ...API, info: { ...API.info, title: '<b>"x" & `y`</b>' } }).html;
    expect(dangerous).toContain('<h1>&lt;b&gt;&quot;x&quot; &amp; `y`&lt;/b&gt;</h1>');
  });

  it('has each of the statuses, in the order of their numbers', () => {
    expect([...html.matchAll(/<td>(\d{3})<\/td>/g)].map(([, status]) => status).slice(0, 12)).toEqual(
      '200 201 400 401 403 409 413 415 422 429 500 503'.split(' '),
    );
  });
});

it('no code of an error stands for two meanings', () => {
  const entries = [...Object.values(INJECTION_ERRORS), ...Object.values(VOUCHER_ERRORS)];
  expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
  expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
});
