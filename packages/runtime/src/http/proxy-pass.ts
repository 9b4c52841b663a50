import { timingSafeEqual } from 'node:crypto'
import type { Random } from '../kernel/random.ts'

/**
 * What those show whom the proxy leads out to the rest of the world. It is made anew by each process, and stands in the
 * address of the proxy, from which clients send it as `Proxy-Authorization` without being asked.
 */
export interface ProxyPass {
  /** The address of a proxy with the pass in it. */
  address(origin: string): string
  /** Whether a `Proxy-Authorization` header shows it. */
  isShownBy(header: string | undefined): boolean
}

const USER = 'functions'
const TOKEN_BYTES = 24

export function createProxyPass(random: Random): ProxyPass {
  const token = random.bytes(TOKEN_BYTES).toString('base64url')
  const expected = Buffer.from(Buffer.from(`${USER}:${token}`).toString('base64'))
  return {
    address(origin) {
      const url = new URL(origin)
      return `${url.protocol}//${USER}:${token}@${url.host}`
    },
    isShownBy(header) {
      const [, given] = /^basic +(\S+) *$/i.exec(header ?? '') ?? []
      if (given === undefined) return false
      const bytes = Buffer.from(given)
      return bytes.length === expected.length && timingSafeEqual(bytes, expected)
    },
  }
}
