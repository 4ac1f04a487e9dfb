import { expect, test } from 'vitest';
import { foreignProtocol } from './foreign-protocol.ts';

const text = (words: string) => new TextEncoder().encode(words);

test.each([
  ['an answer', Uint8Array.of(0x80, 0x00, 0x00)],
  ['a refusal', Uint8Array.of(0x84, 0x83, 0x00)],
  ['status information', Uint8Array.of(0x04, 0x0f, 0x02, 0x27, 0x00)],
  ['a registration', Uint8Array.of(0x06, 0x00, 0x03)],
  ['a status enquiry', Uint8Array.of(0x05, 0x01, 0x00)],
  ['nothing', Uint8Array.of()],
])('%s may be ZVT', (_name, bytes) => {
  expect(foreignProtocol(bytes)).toBeNull();
});

test.each([
  ['HTTP/1.1 400 Bad Request\r\n', text('HTTP/1.1 400 Bad Request\r\n'), /web server/],
  ['SSH-2.0-dropbear', text('SSH-2.0-dropbear\r\n'), /SSH/],
  ['a JSON object', text('{"type":"PONG"}'), /JSON/],
  ['XML with a length in front', Uint8Array.of(0, 0, 1, 0x44, ...text('<?xml version="1.0"?>')), /XML/],
  ['a greeting', text('220 printer ready\r\n'), /plain text/],
  ['the NAK of ECR17', Uint8Array.of(0x15, 0x03, 0x69), /ECR17/],
  ['a NAK alone', Uint8Array.of(0x15), /serial line, or ECR17/],
  ['a TLS alert', Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02), /TLS/],
  ['a TLS handshake', Uint8Array.of(0x16, 0x03, 0x03), /TLS/],
  ['ZVT in serial frames', Uint8Array.of(0x10, 0x02, 0x80, 0x00, 0x00), /serial line/],
  ['anything else', Uint8Array.of(0xff, 0xfb, 0x01), /unknown, the first byte is FF/],
])('%s is not ZVT on TCP, and gets its name', (_name, bytes, name) => {
  expect(foreignProtocol(bytes)).toMatch(name);
});
