import { type Cipheriv, createCipheriv } from 'node:crypto';
import type { EntitlementId, VoucherId } from '@tillbridge/vouchers';

const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-([89ab][0-9a-f]{3}-[0-9a-f]{12})$/;
/** What three hexadecimal digits count to. */
const MOST_ENTITLEMENTS = 0xfff;
const BLOCK_BYTES = 16;
const TAG_BYTES = 8;
const NUMBER_BYTES = 6;
/** Names that were made or read last: the words of a sale say the same few again and again. */
const MOST_KEPT = 4_000;

/** What a name stands for. `nth` is 0 for a voucher. */
export interface VoucherPlace {
  readonly number: number;
  readonly nth: number;
}

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
  private readonly kept = new Map<string, VoucherPlace>();

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
    const id = `${masked.slice(0, 8)}-${masked.slice(8)}-8000-${end.slice(0, 4)}-${end.slice(4)}` as VoucherId;
    this.keep(id, { number, nth: 0 });
    return id;
  }

  /** The `nth` entitlement, from 1. Throws a `RangeError` beyond 4,095. */
  entitlement(voucher: VoucherId, nth: number): EntitlementId {
    if (nth < 1 || nth > MOST_ENTITLEMENTS) throw new RangeError(`no voucher has ${nth} entitlements`);
    const id = `${voucher.slice(0, 15)}${nth.toString(16).padStart(3, '0')}${voucher.slice(18)}` as EntitlementId;
    const owner = this.kept.get(voucher);
    if (owner !== undefined) this.keep(id, { number: owner.number, nth });
    return id;
  }

  /** Undefined for what we never gave out. */
  read(id: string): VoucherPlace | undefined {
    const known = this.kept.get(id);
    if (known !== undefined) return known;
    const [, high = '', low = '', nth = '', end = ''] = UUID.exec(id) ?? [];
    if (nth === '') return undefined;
    const tag = Buffer.from(end.replace('-', ''), 'hex');
    const number = this.masked(Number.parseInt(high + low, 16), tag);
    if (!this.tagOf(number).equals(tag)) return undefined;
    const place = { number, nth: Number.parseInt(nth, 16) };
    this.keep(id, place);
    return place;
  }

  private keep(id: string, place: VoucherPlace): void {
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(id, place);
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
