/** The same bytes as what the rooms know: a Buffer is one of Node's own, whose `slice` doesn't copy. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
