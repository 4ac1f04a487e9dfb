/**
 * Checks messages against a WSDL 1.1 with XML Schema types, as far as MplusKASSA's description uses them: sequences,
 * extensions, enumerations and the built-in types. For tests and simulators.
 */
import { DEFAULT_XML_LIMITS, parseXml, type XmlElement } from './xml.ts';

/** What is wrong with a message, each with its path; empty when it fits. */
export type MessageCheck = (message: XmlElement) => readonly string[];

interface Member {
  readonly name: string;
  readonly type: string | XmlElement;
  readonly min: number;
  readonly max: number;
}

const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
const WHOLE = /^[+-]?\d+$/;
const BUILT_IN: Readonly<Record<string, RegExp>> = {
  string: /^/,
  boolean: /^(true|false|0|1)$/,
  int: WHOLE,
  long: WHOLE,
  short: WHOLE,
  decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)$/,
  dateTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/,
  date: /^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/,
  base64Binary: /^[A-Za-z0-9+/=\s]*$/,
};

/** Throws a `RangeError` when the text is no WSDL. */
export function messageCheck(wsdl: string): MessageCheck {
  const parsed = parseXml(wsdl, { maxDepth: DEFAULT_XML_LIMITS.maxDepth * 2, maxElements: 1_000_000 });
  if (!parsed.ok) throw new RangeError(`not a WSDL: ${parsed.reason}`);
  const schemas = descendants(parsed.root, 'schema');
  const named = (wanted: readonly string[]) =>
    new Map(
      schemas.flatMap(({ children }) =>
        children
          .filter(({ name }) => wanted.includes(name))
          .map((child) => [child.attributes.get('name') ?? '', child] as const),
      ),
    );
  const check = new Check(named(['complexType', 'simpleType']));
  const elements = named(['element']);
  return (message) => {
    const declared = elements.get(message.name);
    if (declared === undefined) return [`${message.name} is no message of this service`];
    return check.element(message, typeOf(declared), message.name);
  };
}

class Check {
  private readonly types: ReadonlyMap<string, XmlElement>;

  constructor(types: ReadonlyMap<string, XmlElement>) {
    this.types = types;
  }

  element(element: XmlElement, type: string | XmlElement, path: string): readonly string[] {
    const definition = typeof type === 'string' ? this.types.get(local(type)) : type;
    if (definition === undefined) return simple(element, local(String(type)), path);
    if (definition.name === 'simpleType') {
      const values = descendants(definition, 'enumeration').map(({ attributes }) => attributes.get('value'));
      return values.includes(element.text.trim()) ? [] : [`${path} is none of the values of its type`];
    }
    return this.sequence(element, this.membersOf(definition), path);
  }

  private sequence(element: XmlElement, members: readonly Member[], path: string): readonly string[] {
    const problems: string[] = [];
    const rest = [...element.children];
    for (const { name, type, min, max } of members) {
      let count = 0;
      for (; count < max && rest[0]?.name === name; count += 1) {
        const [child] = rest.splice(0, 1);
        if (child !== undefined) problems.push(...this.element(child, type, `${path}.${name}`));
      }
      if (count < min) problems.push(`${path}.${name} is missing, or out of order`);
    }
    if (rest[0] !== undefined) problems.push(`${path}.${rest[0].name} doesn’t belong there`);
    return problems;
  }

  /** A base's members come first. */
  private membersOf(definition: XmlElement): readonly Member[] {
    const base = descendants(definition, 'extension')[0]?.attributes.get('base');
    const inherited = base === undefined ? undefined : this.types.get(local(base));
    const own = descendants(definition, 'sequence')[0]?.children ?? [];
    return [
      ...(inherited === undefined ? [] : this.membersOf(inherited)),
      ...own
        .filter(({ name, namespace }) => name === 'element' && namespace === SCHEMA)
        .map((member) => {
          const max = member.attributes.get('maxOccurs') ?? '1';
          return {
            name: member.attributes.get('name') ?? '',
            type: typeOf(member),
            min: Number(member.attributes.get('minOccurs') ?? '1'),
            max: max === 'unbounded' ? Number.POSITIVE_INFINITY : Number(max),
          };
        }),
    ];
  }
}

function simple(element: XmlElement, type: string, path: string): readonly string[] {
  const shape = BUILT_IN[type];
  if (shape === undefined) return [`${path} has the type ${type}, which is not described`];
  if (element.children.length > 0) return [`${path} has elements in it`];
  return shape.test(element.text.trim()) ? [] : [`${path} is no ${type}`];
}

function typeOf(element: XmlElement): string | XmlElement {
  return element.attributes.get('type') ?? element.children.find(({ name }) => name === 'complexType') ?? 'string';
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function descendants(root: XmlElement, name: string): readonly XmlElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => descendants(child, name))];
}
