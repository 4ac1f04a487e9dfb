import { createHash, randomBytes } from 'node:crypto';

export interface OrderIds {
  /** In paths: 8 hex of creation time, ends in the service's digits and the order number's suffix. */
  readonly id: string;
  /** What people see in the portal: 11 digits, `X`, 4 hex. */
  readonly orderId: string;
  /** For QR codes: type, checksum and 29 characters of the two above. */
  readonly uuid: string;
  readonly manualTransferCode: string;
  /** `EX-####-####-####`, the name of the transaction in the books. */
  readonly transactionId: string;
}

/**
 * Ids of the shapes Pay.'s gateway uses. The uuid follows Pay.'s public `unifiedQR`; how id and order number hang
 * together is what published samples show, not a documented rule.
 */
export function newOrderIds(nowMs: number, serviceId: string, sequence: number): OrderIds {
  const suffix = randomBytes(2).toString('hex');
  const digits = `5${String(sequence % 1e10).padStart(10, '0')}`;
  const service = serviceId.replace(/\D/g, '').slice(0, 8);
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
  const middle = randomBytes(6).toString('hex');
  const id = `${seconds}-${middle.slice(0, 4)}-${middle.slice(4, 8)}-${middle.slice(8)}-${service}${suffix}`;
  const orderId = `${digits}X${suffix}`;
  const transfer = `7000${digits.padStart(12, '0')}`;
  const books = String(sequence % 1e12).padStart(12, '0');
  return {
    id,
    orderId,
    uuid: unifiedUuid(id, orderId),
    manualTransferCode: (transfer.match(/.{4}/g) ?? []).join(' '),
    transactionId: `EX-${(books.match(/.{4}/g) ?? []).join('-')}`,
  };
}

/** The uuid of an order's QR, with its checksum (Pay.'s `unifiedQR`, transactions). */
export function unifiedUuid(id: string, orderId: string): string {
  const base = id.replace(/-/g, '').slice(-13) + orderId.toLowerCase().replace('x', 'a');
  const checksum = createHash('sha1').update(base).digest('hex').slice(11, 13);
  const flat = `a${checksum}${base}`;
  return [flat.slice(0, 8), flat.slice(8, 12), flat.slice(12, 16), flat.slice(16, 20), flat.slice(20)].join('-');
}
