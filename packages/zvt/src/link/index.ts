export type * from './apdu-link.ts';
export { LINK_ERRORS } from './errors.ts';
export { foreignProtocol } from './foreign-protocol.ts';
export { ACK, encodeSerialFrame, type FrameEvent, LONGEST_APDU, NAK, SerialFrameReader } from './serial-frame.ts';
export {
  SERIAL_TIMINGS,
  type SerialLinkOptions,
  type SerialTimings,
  serialLink,
  serialTransport,
  wireTimePerByteMs,
} from './serial-link.ts';
export { type BareLinkOptions, bareLink, REST_MS, tcpTransport } from './tcp-link.ts';
export { tracedTransport } from './traced-transport.ts';
