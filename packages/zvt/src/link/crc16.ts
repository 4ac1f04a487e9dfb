/** CRC-16/KERMIT (reflected 8408, start 0000), which PA00P016 2.1 draws as a shift register. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0x8408;
  return rest;
});

/** The checksum with one more byte in it. Start with 0. */
export function crc16(crc: number, byte: number): number {
  return (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
}
