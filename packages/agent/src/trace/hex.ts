export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Undefined for what is no row of whole bytes. */
export function bytesOf(hex: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})*$/i.test(hex) ? new Uint8Array(Buffer.from(hex, 'hex')) : undefined;
}
