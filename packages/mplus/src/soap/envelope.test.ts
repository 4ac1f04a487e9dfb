import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openEnvelope, writeEnvelope, writeFault } from './envelope.ts';
import { readComplex, type ValueOf } from './types.ts';
import { VOUCHER_OPERATIONS } from './voucher-operations.wire.ts';
import { writeWsdl } from './wsdl.ts';
import { parseXml, type XmlElement } from './xml.ts';

const { request, response } = VOUCHER_OPERATIONS.issueVouchers;
const ORDER: ValueOf<typeof request> = {
  idempotencyKey: '7d1c0a52-1c7e-4a0f-8c39-52f6e0f4a911',
  issueVouchers: {
    issueVoucher: [
      {
        voucherId: { id: 'burger-menu' },
        bookBpeId: 'BPE-VOUCHER',
        scanCode: 'TCK-V-000001',
        groupScanCode: 'TCK-G-000001',
        startTs: '2026-07-01T00:00:00+02:00',
      },
    ],
  },
  financialWorkplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
};

function read(text: string) {
  const opened = openEnvelope(text);
  const inner = opened.kind === 'body' ? opened.element.children[0] : undefined;
  return inner === undefined ? opened : readComplex(request, inner);
}

describe('an envelope', () => {
  it('comes back as it was written', () => {
    expect(read(writeEnvelope('issueVouchers', request, ORDER, 'request'))).toEqual({ ok: true, value: ORDER });
  });

  it('is the vendor’s, element by element', () => {
    expect(writeEnvelope('issueVouchers', request, ORDER, 'request')).toContain(
      '<ns:issueVouchers><ns:request><ns:idempotencyKey>7d1c0a52-1c7e-4a0f-8c39-52f6e0f4a911</ns:idempotencyKey>' +
        '<ns:issueVouchers><ns:issueVoucher><ns:voucherId><ns:id>burger-menu</ns:id></ns:voucherId>' +
        '<ns:bookBpeId>BPE-VOUCHER</ns:bookBpeId><ns:scanCode>TCK-V-000001</ns:scanCode>' +
        '<ns:groupScanCode>TCK-G-000001</ns:groupScanCode><ns:startTs>2026-07-01T00:00:00+02:00</ns:startTs>' +
        '</ns:issueVoucher></ns:issueVouchers><ns:financialWorkplaceIdentifier><ns:branchNumber>3</ns:branchNumber>' +
        '<ns:workplaceNumber>12</ns:workplaceNumber></ns:financialWorkplaceIdentifier></ns:request></ns:issueVouchers>',
    );
  });

  it('with a fault says whose it is', () => {
    expect(openEnvelope(writeFault('Client.Authentication', 'no & never'))).toEqual({
      kind: 'fault',
      code: 'Client.Authentication',
      message: 'no & never',
    });
  });

  it.each([
    ['no XML', 'hello', /^the XML can not be read: not well formed/],
    ['another document', '<x/>', 'the document is no SOAP envelope'],
    ['SOAP 1.2', '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>', 'the envelope is not that of SOAP 1.1'],
    ['no body', '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>', 'the envelope has no content'],
  ])('%s is refused', (_what, text, reason) => {
    const opened = openEnvelope(text);
    expect(opened.kind === 'broken' && opened.reason).toMatch(reason);
  });
});

describe('a message that doesn’t fit is told by its path', () => {
  const text = writeEnvelope('issueVouchers', request, ORDER, 'request');
  it.each([
    [
      '<ns:idempotencyKey>7d1c0a52-1c7e-4a0f-8c39-52f6e0f4a911</ns:idempotencyKey>',
      '',
      'request.idempotencyKey',
      'is missing',
    ],
    [
      '<ns:workplaceNumber>12<',
      '<ns:workplaceNumber>twelve<',
      'request.financialWorkplaceIdentifier.workplaceNumber',
      'must be a whole number',
    ],
    [
      '<ns:workplaceNumber>12<',
      '<ns:workplaceNumber>99999999999<',
      'request.financialWorkplaceIdentifier.workplaceNumber',
      'must be a whole number',
    ],
    [
      '2026-07-01T00:00:00+02:00',
      '1 July',
      'request.issueVouchers.issueVoucher[0].startTs',
      /^must be a date and time/,
    ],
    [
      '<ns:groupScanCode>TCK-G-000001</ns:groupScanCode>',
      '<ns:groupScanCode><ns:x/></ns:groupScanCode>',
      'request.issueVouchers.issueVoucher[0].groupScanCode',
      'must be text without elements in it',
    ],
    [
      '<ns:branchNumber>3</ns:branchNumber>',
      '<ns:branchNumber>3</ns:branchNumber><ns:branchNumber>4</ns:branchNumber>',
      'request.financialWorkplaceIdentifier.branchNumber',
      'stands there twice',
    ],
  ])('%s → %s', (from, to, path, reason) => {
    const result = read(text.replace(from, to));
    expect(result).toMatchObject({ ok: false, path, reason: expect.stringMatching(reason) });
  });

  it('takes an empty optional member as missing, and members in any order', () => {
    const sorted = text
      .replace('<ns:scanCode>TCK-V-000001</ns:scanCode>', '<ns:scanCode/>')
      .replace('<ns:idempotencyKey>7d1c0a52-1c7e-4a0f-8c39-52f6e0f4a911</ns:idempotencyKey>', '')
      .replace('</ns:request>', '<ns:idempotencyKey>last</ns:idempotencyKey><ns:new>1</ns:new></ns:request>');
    const result = read(sorted);
    const { scanCode: _, ...issue } = ORDER.issueVouchers.issueVoucher[0] ?? {};
    expect(result).toEqual({
      ok: true,
      value: { ...ORDER, idempotencyKey: 'last', issueVouchers: { issueVoucher: [issue] } },
    });
  });
});

const VENDORS = new URL('../../../../../shared/reference/mplusqapi.wsdl', import.meta.url);

describe('the description', () => {
  const ours = parseXml(writeWsdl(VOUCHER_OPERATIONS, 'https://till.example/soap?a=1&b=2'));

  it('is XML that names every operation once', () => {
    expect(ours.ok).toBe(true);
    const operations = ours.ok ? all(ours.root, 'portType').flatMap(({ children }) => children) : [];
    expect(operations.map(({ attributes }) => attributes.get('name'))).toEqual(Object.keys(VOUCHER_OPERATIONS));
  });

  const why = existsSync(VENDORS) ? '' : ' (the vendor’s WSDL is not on this machine)';
  it.skipIf(why !== '')(`has every type as the vendor’s own has it${why}`, () => {
    const vendors = parseXml(readFileSync(VENDORS, 'utf8'), { maxDepth: 40, maxElements: 1_000_000 });
    if (!ours.ok || !vendors.ok) throw new Error('a description that is no XML');
    const theirs = typesOf(vendors.root);
    for (const [name, members] of typesOf(ours.root)) expect([name, members]).toEqual([name, theirs.get(name)]);
    expect(typesOf(ours.root).size).toBeGreaterThan(25);
  });
});

it('a response is read by the same table', () => {
  const value: ValueOf<typeof response> = {
    idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
    result: 'ISSUE-VOUCHERS-OK',
    errorMessage: '',
  };
  const opened = openEnvelope(writeEnvelope('IssueVouchersResponse', response, value));
  expect(opened.kind === 'body' && readComplex(response, opened.element)).toEqual({ ok: true, value });
});

function all(root: XmlElement, name: string): XmlElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => all(child, name))];
}

/** Type name → its members in order, as `name type min max`, or its values. A base's members come first. */
function typesOf(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  const named = new Map(
    [...all(root, 'complexType'), ...all(root, 'simpleType')].flatMap((type) => {
      const name = type.attributes.get('name');
      return name === undefined ? [] : [[name, type] as const];
    }),
  );
  const local = (text: string | undefined) => text?.slice(text.indexOf(':') + 1) ?? '';
  const membersOf = (type: XmlElement): string[] => [
    ...all(type, 'extension').flatMap(({ attributes }) => membersOf(named.get(local(attributes.get('base'))) ?? type)),
    ...all(type, 'enumeration').map(({ attributes }) => attributes.get('value') ?? ''),
    ...all(type, 'element').map(({ attributes }) =>
      [
        attributes.get('name'),
        local(attributes.get('type')),
        attributes.get('minOccurs'),
        attributes.get('maxOccurs'),
      ].join(' '),
    ),
  ];
  return new Map([...named].map(([name, type]) => [name, membersOf(type)]));
}
