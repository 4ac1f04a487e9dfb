export type * from './apdu-link.ts';
export { ACK, encodeSerialFrame, type FrameEvent, NAK, SerialFrameReader } from './serial-frame.ts';
export {
  type SerialLinkOptions,
  type SerialTimings,
  serialLink,
  serialTransport,
  wireTimePerByteMs,
} from './serial-link.ts';
export { type BareLinkOptions, bareLink, tcpTransport } from './tcp-link.ts';
export { tracedTransport } from './traced-transport.ts';
