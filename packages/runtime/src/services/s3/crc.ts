/*
 * The checksums of S3 that Node does not have. They run over several stretches of bytes: `previous` is the result so far,
 * 0 at the start.
 */

/** CRC-32C, Castagnoli (RFC 3720, appendix B.4): its polynomial, reversed. */
const CASTAGNOLI = 0x82f63b78

const CASTAGNOLI_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CASTAGNOLI : value >>> 1
  return value >>> 0
})

export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous
  for (let i = 0; i < bytes.length; i++) {
    crc = (CASTAGNOLI_TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

const ALL_ONES = 0xffffffffffffffffn

/** CRC-64/NVME: the reversed polynomial of the NVM Express specification, as S3 uses it. */
const NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n

/** Halves of the 64-bit table: numbers are many times faster than bigints here. */
const NVME = (() => {
  const low = new Uint32Array(256)
  const high = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ NVME_POLYNOMIAL : value >> 1n
    low[byte] = Number(value & 0xffffffffn)
    high[byte] = Number(value >> 32n)
  }
  return { low, high }
})()

export function crc64nvme(bytes: Uint8Array, previous = 0n): bigint {
  const start = previous ^ ALL_ONES
  let low = Number(start & 0xffffffffn)
  let high = Number(start >> 32n)
  for (let i = 0; i < bytes.length; i++) {
    const index = (low ^ (bytes[i] as number)) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ (NVME.low[index] as number)
    high = (high >>> 8) ^ (NVME.high[index] as number)
  }
  return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) ^ ALL_ONES
}
