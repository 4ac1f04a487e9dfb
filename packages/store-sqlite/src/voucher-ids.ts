import { type Cipheriv, createCipheriv } from 'node:crypto';
import type { EntitlementId, VoucherId } from '@tillbridge/vouchers';

const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-([89ab][0-9a-f]{3}-[0-9a-f]{12})$/;
/** What three hexadecimal digits count to. */
const MOST_ENTITLEMENTS = 0xfff;
const BLOCK_BYTES = 16;
const TAG_BYTES = 8;
const NUMBER_BYTES = 6;

/**
 * Names of vouchers and entitlements, made from a voucher's row number so that they need no room in the file: UUIDs of
 * version 8, whose bits are the maker's own (RFC 9562, section 5.8).
 *
 *     NNNNNNNN-NNNN-8eee-TTTT-TTTTTTTTTTTT
 *
 * `T`: 62 bits of the row number under the file's key, so that nobody guesses a name. `N`: the row number, masked by them,
 * so that a name doesn't tell how many there are. `e`: which entitlement of the voucher; 0 is the voucher itself.
 */
export class VoucherIds {
  private readonly cipher: Cipheriv;
  private readonly block = Buffer.alloc(BLOCK_BYTES);

  /** `key`: 32 hexadecimal digits. */
  constructor(key: string) {
    this.cipher = createCipheriv('aes-128-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false);
  }

  voucher(number: number): VoucherId {
    const tag = this.tagOf(number);
    const masked = this.masked(number, tag)
      .toString(16)
      .padStart(2 * NUMBER_BYTES, '0');
    const end = tag.toString('hex');
    return `${masked.slice(0, 8)}-${masked.slice(8)}-8000-${end.slice(0, 4)}-${end.slice(4)}` as VoucherId;
  }

  /** The `nth` entitlement, from 1. Throws a `RangeError` beyond 4,095. */
  entitlement(voucher: VoucherId, nth: number): EntitlementId {
    if (nth < 1 || nth > MOST_ENTITLEMENTS) throw new RangeError(`no voucher has ${nth} entitlements`);
    return `${voucher.slice(0, 15)}${nth.toString(16).padStart(3, '0')}${voucher.slice(18)}` as EntitlementId;
  }

  /** Undefined for what we never gave out. `nth` is 0 for a voucher. */
  read(id: string): { readonly number: number; readonly nth: number } | undefined {
    const [, high = '', low = '', nth = '', end = ''] = UUID.exec(id) ?? [];
    if (nth === '') return undefined;
    const tag = Buffer.from(end.replace('-', ''), 'hex');
    const number = this.masked(Number.parseInt(high + low, 16), tag);
    return this.tagOf(number).equals(tag) ? { number, nth: Number.parseInt(nth, 16) } : undefined;
  }

  private tagOf(number: number): Buffer {
    this.block.fill(0);
    this.block.writeUIntBE(number, 0, NUMBER_BYTES);
    const tag = this.cipher.update(this.block).subarray(0, TAG_BYTES);
    // The variant of RFC 9562.
    tag[0] = ((tag[0] ?? 0) & 0x3f) | 0x80;
    return tag;
  }

  /** Masks a number, and unmasks it again. */
  private masked(number: number, tag: Buffer): number {
    this.block.fill(0xff);
    tag.copy(this.block);
    const mask = this.cipher.update(this.block);
    this.block.writeUIntBE(number, 0, NUMBER_BYTES);
    for (let place = 0; place < NUMBER_BYTES; place += 1) {
      this.block[place] = (this.block[place] ?? 0) ^ (mask[place] ?? 0);
    }
    return this.block.readUIntBE(0, NUMBER_BYTES);
  }
}
