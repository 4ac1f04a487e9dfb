/** Tags of the TLV container (PA00P015 rev 13.08, chapter on TLV). */
export const TAG = {
  textLine: 0x07,
  receipt: 0x08,
  attribute: 0x09,
  command: 0x0a,
  charset: 0x14,
  maxApdu: 0x1a,
  openPreAuthorisations: 0x23,
  displayTexts: 0x24,
  printTexts: 0x25,
  permittedCommands: 0x26,
  charsets: 0x27,
  paymentDetails: 0x2f,
  input: 0x32,
  cardType: 0x41,
  applicationLabel: 0x42,
  aid: 0x43,
  emvCustomer: 0x46,
  emvMerchant: 0x47,
  productDisplay: 0x4a,
  cardUid: 0x4c,
  barcode: 0xe3,
  receiptId: 0x1f01,
  receiptParameter: 0x1f04,
  receiptType: 0x1f07,
  track1: 0x1f08,
  track2: 0x1f09,
  track3: 0x1f0a,
  /** Cardholder verification: 0 none, 1 signature, 2 online PIN, 3 and 4 offline PIN, 5 to 7 with signature. */
  cvm: 0x1f10,
  /** 0 offline, 1 online. */
  online: 0x1f11,
  /** 0 stripe, 1 chip, 2 contactless. */
  cardTechnology: 0x1f12,
  extendedCode: 0x1f16,
  extendedText: 0x1f17,
  syncId: 0x1f1f,
  cashback: 0x1f25,
  endOfDayMode: 0x1f26,
  longTrace: 0x1f2b,
  cardData: 0x1f31,
  tip: 0x1f36,
  receiptFlags: 0x1f37,
  inputAnswer: 0x1f3a,
  messageSequence: 0x1f73,
  longPassword: 0x1f74,
} as const;

/** Whether the contents of a tag are tags again: bit 6 of its first byte. */
export function isConstructed(tag: number): boolean {
  return ((tag > 0xffff ? tag >> 16 : tag > 0xff ? tag >> 8 : tag) & 0x20) !== 0;
}

/**
 * Whether the specification itself lists the tag as one that holds tags. Only in those is an unreadable inside a fault:
 * what a vendor puts into a tag of its own is its own matter.
 */
export function mustHoldTags(tag: number): boolean {
  return (
    (tag >= 0x20 && tag <= 0x35) ||
    (tag >= 0x60 && tag <= 0x6a) ||
    (tag >= 0xe1 && tag <= 0xea) ||
    (tag >= 0xff01 && tag <= 0xff04)
  );
}
