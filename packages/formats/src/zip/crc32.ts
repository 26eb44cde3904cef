import * as zlib from 'node:zlib';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of zip archives (ISO 3309, polynomial 0x04c11db7 reflected). `before` is the checksum of the preceding bytes. */
export function tableCrc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}

/** As {@link tableCrc32}; zlib's own, about twenty times faster, from Node 20.15 on. */
export const crc32: typeof tableCrc32 = (zlib as Partial<typeof zlib>).crc32 ?? tableCrc32;
