import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { notEmulated } from '../../kernel/errors.ts'
import { crc32c, crc64nvme } from './crc.ts'
import { badContentMd5, badDigest, invalidDigest, invalidRequest } from './errors.ts'
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, type StoredChecksum } from './records.ts'

interface Running {
  update(bytes: Uint8Array): void
  digest(): Buffer
}

const STARTERS: Readonly<Record<ChecksumAlgorithm, () => Running>> = {
  CRC32: () => running32(crc32),
  CRC32C: () => running32(crc32c),
  CRC64NVME: running64,
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
  SHA512: () => createHash('sha512'),
  MD5: () => createHash('md5'),
}

function running32(crc: (bytes: Uint8Array, previous: number) => number): Running {
  let value = 0
  return {
    update(bytes) {
      value = crc(bytes, value)
    },
    digest() {
      const out = Buffer.alloc(4)
      out.writeUInt32BE(value)
      return out
    },
  }
}

function running64(): Running {
  let value = 0n
  return {
    update(bytes) {
      value = crc64nvme(bytes, value)
    },
    digest() {
      const out = Buffer.alloc(8)
      out.writeBigUInt64BE(value)
      return out
    },
  }
}

export function startChecksum(algorithm: ChecksumAlgorithm): Running {
  return STARTERS[algorithm]()
}

export function checksumOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  const running = startChecksum(algorithm)
  running.update(bytes)
  return running.digest().toString('base64')
}

export type ChecksumMembers = { readonly [K in `Checksum${ChecksumAlgorithm}`]?: string }

export interface ChecksumInput extends ChecksumMembers {
  readonly ContentMD5?: string
  readonly ChecksumAlgorithm?: string
  readonly ChecksumXXHASH64?: string
  readonly ChecksumXXHASH3?: string
  readonly ChecksumXXHASH128?: string
}

/** The one checksum that came with a request, if any. */
export function sentChecksum(input: ChecksumInput): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  if (input.ChecksumXXHASH64 ?? input.ChecksumXXHASH3 ?? input.ChecksumXXHASH128) throw notEmulated('XXHash checksums')
  const sent = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = input[`Checksum${algorithm}`]
    return value === undefined ? [] : [{ algorithm, value }]
  })
  if (sent.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.')
  return sent[0]
}

export function toChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name)
  if (!found) throw notEmulated(`The checksum algorithm ${name}`)
  return found
}

/**
 * Verifies what a client says of its bytes and gives the checksum to keep: the one it sent, else `fallback`, which S3
 * computes itself (since December 2024 CRC-64/NVME).
 */
export function verifyBytes(bytes: Uint8Array, input: ChecksumInput, fallback: ChecksumAlgorithm | undefined) {
  const md5 = createHash('md5').update(bytes).digest()
  if (input.ContentMD5 !== undefined) {
    const claimed = Buffer.from(input.ContentMD5, 'base64')
    if (claimed.length !== 16) throw invalidDigest(input.ContentMD5)
    if (!claimed.equals(md5)) throw badContentMd5(claimed, md5)
  }
  const sent = sentChecksum(input)
  if (!sent && input.ChecksumAlgorithm !== undefined) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  }
  return { md5: md5.toString('hex'), checksum: sent ? verifySent(bytes, sent) : computed(bytes, fallback) }
}

function verifySent(bytes: Uint8Array, sent: { algorithm: ChecksumAlgorithm; value: string }): StoredChecksum {
  const actual = checksumOf(sent.algorithm, bytes)
  if (sent.value !== actual) {
    if (Buffer.from(sent.value, 'base64').length !== Buffer.from(actual, 'base64').length) {
      throw invalidRequest(`Value for x-amz-checksum-${sent.algorithm.toLowerCase()} header is invalid.`)
    }
    throw badDigest(sent.algorithm)
  }
  return { algorithm: sent.algorithm, value: actual, type: 'FULL_OBJECT' }
}

function computed(bytes: Uint8Array, algorithm: ChecksumAlgorithm | undefined): StoredChecksum | undefined {
  return algorithm && { algorithm, value: checksumOf(algorithm, bytes), type: 'FULL_OBJECT' }
}

/** `{ ChecksumSHA256: '…', ChecksumType: 'FULL_OBJECT' }`, or nothing. */
export function checksumToWire(checksum: StoredChecksum | undefined): ChecksumMembers & { ChecksumType?: string } {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {}
}
