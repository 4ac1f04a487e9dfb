/** SOAP as MplusKASSA speaks it, for whoever stands on the other side: simulators and tests. */
export { API_OPERATIONS, type ApiOperation, type ApiRequest, type ApiResponse } from './client.ts';
export { MPLUS_NAMESPACE, openEnvelope, SOAP_CONTENT_TYPE, writeEnvelope, writeFault } from './envelope.ts';
export { type Complex, readComplex, type ValueOf } from './types.ts';
export { writeWsdl } from './wsdl.ts';
export { type MessageCheck, messageCheck } from './wsdl-check.ts';
export { parseXml, type XmlElement } from './xml.ts';
