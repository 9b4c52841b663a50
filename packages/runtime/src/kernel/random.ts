import { randomBytes, randomFillSync } from 'node:crypto'

/** The one source of randomness, passed in so that a test can make it repeat. */
export interface Random {
  bytes(size: number): Buffer
}

export const systemRandom: Random = pooledRandom()

const BLOCK_BYTES = 8192

/** System randomness drawn in blocks: a call for 16 bytes costs no system call. Each byte is handed out once. */
function pooledRandom(): Random {
  let block = Buffer.alloc(0)
  let used = 0
  return {
    bytes(size) {
      if (size > BLOCK_BYTES / 4) return randomBytes(size)
      if (used + size > block.length) {
        block = randomFillSync(Buffer.allocUnsafeSlow(BLOCK_BYTES))
        used = 0
      }
      const start = used
      used += size
      return block.subarray(start, used)
    },
  }
}

/** A repeatable stream of bytes (a linear congruential generator). For tests only. */
export function unsafeSeededRandom(seed = 1): Random {
  let state = seed >>> 0
  return {
    bytes(size) {
      const out = Buffer.alloc(size)
      for (let i = 0; i < size; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        out[i] = state >>> 24
      }
      return out
    },
  }
}
