/** Messages that the SOAP service understands, and every fault it gives for those it doesn't. */
import { describe, expect, it } from 'vitest';
import { ISSUE_TEXT, SoapVenue } from '../test/soap-venue.ts';
import { writeEnvelope } from './envelope.ts';
import { VOUCHER_OPERATIONS } from './voucher-operations.wire.ts';

describe('a message', () => {
  const accepted = [
    [
      'with other prefixes',
      ISSUE_TEXT.replaceAll('SOAP-ENV', 'soapenv').replaceAll(/\bns:/g, 'urn:').replace('xmlns:ns', 'xmlns:urn'),
    ],
    [
      'with default namespaces',
      ISSUE_TEXT.replace('<ns:issueVouchers>', '<issueVouchers xmlns="urn:mplusqapi">')
        .replace(/<\/ns:issueVouchers><\/SOAP/, '</issueVouchers></SOAP')
        .replaceAll(/\bns:/g, ''),
    ],
    ['with a byte order mark', `\uFEFF${ISSUE_TEXT}`],
    ['without a declaration', ISSUE_TEXT.replace(/^<\?xml.*\?>\n/, '')],
    [
      'with a header that may be ignored',
      ISSUE_TEXT.replace(
        '<SOAP-ENV:Body>',
        '<SOAP-ENV:Header><a:x xmlns:a="urn:a" SOAP-ENV:mustUnderstand="0"/></SOAP-ENV:Header><SOAP-ENV:Body>',
      ),
    ],
    [
      'with members in another order',
      ISSUE_TEXT.replace(/(<ns:idempotencyKey>.*?<\/ns:idempotencyKey>)(.*)(<\/ns:request>)/s, '$2$1$3'),
    ],
    ['with members nobody knows', ISSUE_TEXT.replace('<ns:request>', '<ns:request><ns:new>1</ns:new>')],
    ['with comments and space', ISSUE_TEXT.replaceAll('><', '> <!-- x --> <')],
    ['with CDATA', ISSUE_TEXT.replace('TCK-G-1', '<![CDATA[TCK-G-1]]>')],
  ] as const;
  it.each(accepted)('%s is understood', async (_what, text) => {
    const service = new SoapVenue();
    expect(text).not.toBe('');
    const reply = await service.send(text);
    expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('ISSUE-VOUCHERS-OK')]);
    expect(service.world.voucher('TCK-V-1').codes[0]?.code).toBe('TCK-G-1');
  });

  const LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
  it.each<[string, string | Uint8Array, string, RegExp]>([
    [
      'with entities of its own',
      ISSUE_TEXT.replace('<SOAP-ENV:Env', `${LAUGHS}<SOAP-ENV:Env`),
      'Client',
      /^SHOP-202: the XML can not be read: a document type is not allowed\./,
    ],
    [
      'with a file of this machine',
      ISSUE_TEXT.replace('<SOAP-ENV:Env', '<!DOCTYPE x SYSTEM "file:///etc/hostname"><SOAP-ENV:Env'),
      'Client',
      /document type/,
    ],
    [
      'of SOAP 1.2',
      ISSUE_TEXT.replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
      'VersionMismatch',
      /^SHOP-202: the envelope is not that of SOAP 1\.1/,
    ],
    [
      'with a header that must be understood',
      ISSUE_TEXT.replace(
        '<SOAP-ENV:Body>',
        '<SOAP-ENV:Header><a:x xmlns:a="urn:a" SOAP-ENV:mustUnderstand="1"/></SOAP-ENV:Header><SOAP-ENV:Body>',
      ),
      'MustUnderstand',
      /header/,
    ],
    [
      'of another namespace',
      ISSUE_TEXT.replace('urn:mplusqapi', 'urn:other'),
      'Client',
      /^SHOP-209: there is no such operation in urn:mplusqapi; there are getApiVersion, /,
    ],
    ['with an operation nobody knows', ISSUE_TEXT.replaceAll('issueVouchers', 'toString'), 'Client', /^SHOP-209/],
    [
      'without a request',
      writeEnvelope('issueVouchers', VOUCHER_OPERATIONS.getApiVersion.request, {}),
      'Client',
      /^SHOP-202: request is missing/,
    ],
    [
      'with a member missing',
      ISSUE_TEXT.replace(/<ns:idempotencyKey>.*<\/ns:idempotencyKey>/, ''),
      'Client',
      /^SHOP-202: request\.idempotencyKey is missing/,
    ],
    [
      'with text for a number',
      ISSUE_TEXT.replace('>12<', '>twelve<'),
      'Client',
      /workplaceNumber must be a whole number/,
    ],
    ['without an envelope', '<issueVouchers xmlns="urn:mplusqapi"/>', 'Client', /the document is no SOAP envelope/],
    ['with nothing in it', '', 'Client', /^SHOP-202: the XML can not be read: /],
    ['of JSON', '{"issueVouchers":[]}', 'Client', /not well formed/],
    [
      'that is a fault',
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault/></e:Body></e:Envelope>',
      'Client',
      /a fault is not a request/,
    ],
    [
      'in Latin-1',
      Uint8Array.from(Buffer.from(ISSUE_TEXT.replace('TCK-G-1', 'TCK-é'), 'latin1')),
      'Client',
      /^SHOP-202: the message must be UTF-8/,
    ],
    ['that says it is Latin-1', ISSUE_TEXT.replace('UTF-8', 'ISO-8859-1'), 'Client', /must be UTF-8/],
    ['in UTF-16', Uint8Array.from(Buffer.from(`\uFEFF${ISSUE_TEXT}`, 'utf16le')), 'Client', /must be UTF-8/],
    ['nested without end', `${'<x>'.repeat(5_000)}`, 'Client', /nested deeper/],
  ])('%s is a fault', async (_what, text, code, message) => {
    const service = new SoapVenue();
    const fault = await service.faultOf(text);
    expect(fault).toEqual({ status: 500, code, message: expect.stringMatching(message) });
    expect(service.world.store.voucherCount()).toBe(0);
    expect(service.log.lines).toMatchObject([{ level: 'info', fields: { requestId: 'request-1', shop: 'web' } }]);
  });

  it('never hears again what it said', async () => {
    const service = new SoapVenue();
    const secret = 'not-to-be-seen';
    const texts = [
      `<${secret}`,
      ISSUE_TEXT.replaceAll('issueVouchers', secret),
      ISSUE_TEXT.replace('>12<', `>${secret}<`),
      ISSUE_TEXT.replace('FAMILY', secret),
      ISSUE_TEXT.replace('TCK-G-1', `${secret}\u00e9`),
    ];
    for (const text of texts) expect((await service.send(text)).body).not.toContain(secret);
    expect(service.log.text()).not.toContain(secret);
  });
});
