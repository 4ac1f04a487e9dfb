/** SOAP 1.1, document/literal: the envelope around one element, and faults (W3C Note "SOAP 1.1", section 4). */
import type { Complex, ValueOf } from './types.ts';
import { writeMembers } from './types.ts';
import { escapeXml, parseXml, type XmlElement } from './xml.ts';

/** MplusKASSA's (mplusqapi.wsdl, `targetNamespace`). */
export const MPLUS_NAMESPACE = 'urn:mplusqapi';
const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_CONTENT_TYPE = 'text/xml; charset=utf-8';

export type OpenedEnvelope =
  | { readonly kind: 'body'; readonly element: XmlElement }
  | { readonly kind: 'fault'; readonly code: string; readonly message: string }
  /** `code`: of the fault that answers it. `reason` never repeats what was sent. */
  | {
      readonly kind: 'broken';
      readonly code: 'Client' | 'VersionMismatch' | 'MustUnderstand';
      readonly reason: string;
    };

export type FaultCode = `Client${string}` | `Server${string}` | 'VersionMismatch' | 'MustUnderstand';

/** The one element in the body. Prefixes mean nothing; headers are ignored unless one must be understood. */
export function openEnvelope(text: string): OpenedEnvelope {
  const parsed = parseXml(text);
  if (!parsed.ok) return broken('Client', `the XML can not be read: ${parsed.reason}`);
  const { root } = parsed;
  if (root.name !== 'Envelope') return broken('Client', 'the document is no SOAP envelope');
  if (root.namespace !== ENVELOPE_NAMESPACE) return broken('VersionMismatch', 'the envelope is not that of SOAP 1.1');
  const header = childOf(root, 'Header');
  if (header?.children.some(isMandatory)) return broken('MustUnderstand', 'a header must be understood, and none is');
  const element = childOf(root, 'Body')?.children[0];
  if (element === undefined) return broken('Client', 'the envelope has no content');
  if (element.name === 'Fault' && element.namespace === ENVELOPE_NAMESPACE) return faultOf(element);
  return { kind: 'body', element };
}

function broken(code: Extract<OpenedEnvelope, { kind: 'broken' }>['code'], reason: string): OpenedEnvelope {
  return { kind: 'broken', code, reason };
}

function childOf({ children }: XmlElement, wanted: string): XmlElement | undefined {
  return children.find(({ name, namespace }) => name === wanted && namespace === ENVELOPE_NAMESPACE);
}

function isMandatory({ attributes }: XmlElement): boolean {
  return attributes.get(`{${ENVELOPE_NAMESPACE}}mustUnderstand`) === '1';
}

/** A fault code without its prefix: `Client.Authentication`. */
function faultOf({ children }: XmlElement): OpenedEnvelope {
  const textOf = (wanted: string) => children.find(({ name }) => name === wanted)?.text.trim() ?? '';
  const code = textOf('faultcode');
  return { kind: 'fault', code: code.slice(code.indexOf(':') + 1), message: textOf('faultstring') };
}

/** An envelope with one element of the vendor's namespace. */
export function writeEnvelope<Type extends Complex>(
  element: string,
  type: Type,
  value: ValueOf<Type>,
  wrapper: string | null = null,
): string {
  const members = writeMembers(type, value, 'ns');
  const inner = wrapper === null ? members : `<ns:${wrapper}>${members}</ns:${wrapper}>`;
  return envelope(`<ns:${element}>${inner}</ns:${element}>`);
}

/** `code` as `Client` or `Server`, with its refinement after a dot. */
export function writeFault(code: FaultCode, message: string): string {
  return envelope(
    `<SOAP-ENV:Fault><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${escapeXml(message)}</faultstring></SOAP-ENV:Fault>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="${ENVELOPE_NAMESPACE}" xmlns:ns="${MPLUS_NAMESPACE}"><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}
