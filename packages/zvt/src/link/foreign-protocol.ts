/** The classes of ZVT commands and answers (PA00P015 rev 13.08, chapters 2 to 3), and vendors' own 0F. */
const CLASSES: ReadonlySet<number> = new Set([0x04, 0x05, 0x06, 0x08, 0x0f, 0x80, 0x84]);

const DLE = 0x10;
const STX = 0x02;
const NAK = 0x15;
const ETX = 0x03;
const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 0x03;
/** 7F xor NAK xor ETX: how ECR17 sums up a NAK. */
const ECR17_NAK_SUM = 0x69;
const LOOK_AT = 64;
const PLAIN_TEXT = /^[\x20-\x7e\t\r\n]+$/;

/**
 * What the first bytes of a connection are, when they can't be ZVT: the service of another protocol answers at ports that
 * people take for ZVT's. Null: it may be ZVT. Names the family alone; what was said is not repeated.
 */
export function foreignProtocol(first: Uint8Array): string | null {
  const [one, two, three] = first;
  if (one === undefined || CLASSES.has(one)) return null;
  if (one === DLE && (two === undefined || two === STX)) return 'ZVT framed as on a serial line';
  const text = String.fromCharCode(...first.subarray(0, LOOK_AT));
  if (text.startsWith('HTTP/')) return 'a web server (HTTP)';
  if (text.startsWith('SSH-')) return 'a remote shell (SSH)';
  if (text.startsWith('{') || text.startsWith('[')) return 'JSON';
  if (text.includes('<')) return 'XML, such as OPI';
  if (one === NAK && two === ETX && three === ECR17_NAK_SUM) return 'ECR17, the protocol of Italian terminals';
  if ((one === TLS_ALERT || one === TLS_HANDSHAKE) && two === TLS_MAJOR) return 'an encrypted service (TLS)';
  if (one === NAK) return 'a protocol that says NAK: ZVT framed as on a serial line, or ECR17';
  if (PLAIN_TEXT.test(text)) return 'a greeting in plain text';
  return `unknown, the first byte is ${one.toString(16).padStart(2, '0').toUpperCase()}`;
}
