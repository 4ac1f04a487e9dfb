export { listSerialPorts, type SerialPortName } from './find-port.ts';
export { createSerialDialer, type SerialPorts, type SerialSettings } from './serial-dialer.ts';
export type { SerialLibrary, SerialLineSettings, SerialPortInfo } from './serial-library.ts';
