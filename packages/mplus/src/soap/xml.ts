/**
 * XML, as SOAP needs it: elements by namespace and name, never by prefix. The one gateway to the parser, which expands
 * nothing but the five predefined entities and character references; a document type is refused where it begins.
 */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  /** By name, with a namespace by `{namespace}name`; without `xmlns` declarations. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All character data directly in it, as it stands. */
  readonly text: string;
}

export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
}

export const DEFAULT_XML_LIMITS: XmlLimits = { maxDepth: 24, maxElements: 200_000 };

export type ParsedXml =
  | { readonly ok: true; readonly root: XmlElement }
  /** `reason` never repeats what was sent. */
  | { readonly ok: false; readonly reason: string };

interface Growing {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** Of declarations: Namespaces in XML 1.0, section 3. */
const XMLNS = 'http://www.w3.org/2000/xmlns/';

class Unacceptable extends Error {}

/** Never throws. */
export function parseXml(text: string, limits: XmlLimits = DEFAULT_XML_LIMITS): ParsedXml {
  const open: Growing[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const parser = new SaxesParser({ xmlns: true, position: true });
  const refuse = (reason: string): never => {
    throw new Unacceptable(reason);
  };
  parser.on('doctype', () => refuse('a document type is not allowed'));
  parser.on('processinginstruction', () => refuse('processing instructions are not allowed'));
  parser.on('error', () => refuse(`not well formed, line ${parser.line} column ${parser.column}`));
  parser.on('opentag', ({ uri, local, attributes }) => {
    elements += 1;
    if (elements > limits.maxElements) refuse(`more than ${limits.maxElements} elements`);
    if (open.length >= limits.maxDepth) refuse(`nested deeper than ${limits.maxDepth}`);
    const own = new Map<string, string>();
    for (const { uri: space, local: name, value } of Object.values(attributes)) {
      if (space !== XMLNS) own.set(space === '' ? name : `{${space}}${name}`, value);
    }
    open.push({ namespace: uri, name: local, attributes: own, children: [], text: '' });
  });
  const keep = (data: string) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += data;
  };
  parser.on('text', keep);
  parser.on('cdata', keep);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  try {
    // A byte order mark stands before many a document of this vendor.
    parser.write(text.startsWith('\uFEFF') ? text.slice(1) : text).close();
  } catch (error) {
    return { ok: false, reason: error instanceof Unacceptable ? error.message : 'not well formed' };
  }
  return root === undefined ? { ok: false, reason: 'empty' } : { ok: true, root };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Text for content or an attribute. What XML can't hold at all becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);
}
