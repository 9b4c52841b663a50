import { randomBytes, randomFillSync } from 'node:crypto'

/** The one source of randomness, passed in so that a test can make it repeat. */
export interface Random {
  bytes(size: number): Buffer
}

export const systemRandom: Random = pooledRandom()

/** System randomness drawn in blocks: a call for 16 bytes costs a copy, not a system call. */
function pooledRandom(): Random {
  const pool = Buffer.alloc(8192)
  let used = pool.length
  return {
    bytes(size) {
      if (size > pool.length / 4) return randomBytes(size)
      if (used + size > pool.length) {
        randomFillSync(pool)
        used = 0
      }
      const slice = Buffer.from(pool.subarray(used, used + size))
      pool.fill(0, used, used + size)
      used += size
      return slice
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
