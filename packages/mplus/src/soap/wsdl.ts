/** The description of a service, made from the same tables that read and write its messages (WSDL 1.1). */
import { MPLUS_NAMESPACE } from './envelope.ts';
import type { Choice, Complex, Field, FieldType } from './types.ts';
import { escapeXml } from './xml.ts';

export interface OperationTable {
  readonly [name: string]: { readonly request: Complex; readonly wrapped: boolean; readonly response: Complex };
}

const SERVICE = 'MplusQapi';

/** `address`: where the service is reached, as a client has to call it. */
export function writeWsdl(operations: OperationTable, address: string): string {
  const names = Object.keys(operations);
  const each = (line: (name: string, response: string) => string) =>
    names.map((name) => line(name, operations[name]?.response.name ?? name)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions name="${SERVICE}" targetNamespace="${MPLUS_NAMESPACE}"
  xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="${MPLUS_NAMESPACE}"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
<types>
<xsd:schema targetNamespace="${MPLUS_NAMESPACE}" elementFormDefault="qualified">
${schemaOf(operations)}
</xsd:schema>
</types>
${each(
  (name, response) => `<message name="${name}"><part name="Body" element="tns:${name}"/></message>
<message name="${response}"><part name="Body" element="tns:${response}"/></message>`,
)}
<portType name="${SERVICE}">
${each(
  (name, response) =>
    `<operation name="${name}"><input message="tns:${name}"/><output message="tns:${response}"/></operation>`,
)}
</portType>
<binding name="${SERVICE}" type="tns:${SERVICE}">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  (name) =>
    `<operation name="${name}"><soap:operation soapAction="" style="document"/><input><soap:body use="literal" parts="Body"/></input><output><soap:body use="literal" parts="Body"/></output></operation>`,
)}
</binding>
<service name="${SERVICE}"><port name="${SERVICE}" binding="tns:${SERVICE}"><soap:address location="${escapeXml(address)}"/></port></service>
</definitions>
`;
}

function schemaOf(operations: OperationTable): string {
  const types = new Map<string, Complex | Choice>();
  const gather = (type: FieldType): void => {
    if (typeof type === 'string' || types.has(type.name)) return;
    types.set(type.name, type);
    if (type.kind === 'complex') for (const field of Object.values(type.fields)) gather(field.type);
  };
  const elements: string[] = [];
  for (const [name, { request, wrapped, response }] of Object.entries(operations)) {
    gather(response);
    if (wrapped) gather(request);
    const content = wrapped ? `<xsd:element name="request" type="tns:${request.name}"/>` : '';
    elements.push(
      `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${content}</xsd:sequence></xsd:complexType></xsd:element>`,
      `<xsd:element name="${response.name}" type="tns:${response.name}"/>`,
    );
  }
  return [...[...types.values()].map(typeOf), ...elements].join('\n');
}

function typeOf(type: Complex | Choice): string {
  if (type.kind === 'choice') {
    const values = type.values.map((value) => `<xsd:enumeration value="${value}"/>`).join('');
    return `<xsd:simpleType name="${type.name}"><xsd:restriction base="xsd:string">${values}</xsd:restriction></xsd:simpleType>`;
  }
  const members = Object.entries(type.fields).map(([name, field]) => memberOf(name, field));
  return `<xsd:complexType name="${type.name}"><xsd:sequence>${members.join('')}</xsd:sequence></xsd:complexType>`;
}

function memberOf(name: string, { type, occurs }: Field): string {
  const kind = typeof type === 'string' ? `xsd:${type}` : `tns:${type.name}`;
  const often = { one: '', maybe: ' minOccurs="0"', many: ' minOccurs="0" maxOccurs="unbounded"' }[occurs];
  return `<xsd:element name="${name}" type="${kind}"${often}/>`;
}
