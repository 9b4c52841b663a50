import { describe, expect, it } from 'vitest'
import { createPool } from '../rest/gateway.harness.ts'
import { TokenCache } from './token-cache.ts'
import type { VerifiedToken } from './verified-token.ts'

const { issuer } = createPool('eu-west-1_Pool1')
const verified = (): VerifiedToken => ({ issuer, claims: {}, expiresAt: 0, tokenUse: 'access', scopes: new Set() })
const tail = 's'.repeat(342)

describe('the cache of verified tokens', () => {
  it('knows a token by its whole text', () => {
    const cache = new TokenCache<VerifiedToken>()
    const token = verified()
    cache.set(`header.payload.${tail}`, token)
    expect(cache.get(`header.payload.${tail}`)).toBe(token)
    for (const other of [`header.forged.${tail}`, `.${tail}`, tail, '', `header.payload.${tail}x`]) {
      expect(cache.get(other)).toBeUndefined()
    }
    expect(cache.get(`header.payload.${tail}`)).toBe(token)
  })
  it('keeps what is used and forgets the rest', () => {
    const cache = new TokenCache<VerifiedToken>()
    const token = verified()
    const text = (i: number) => `header.payload.${String(i).padStart(342, '0')}`
    cache.set('used', token)
    for (let i = 0; i < 20_000; i++) {
      cache.set(text(i), token)
      if (i % 1000 === 0) expect(cache.get('used')).toBe(token)
    }
    expect(cache.get(text(0))).toBeUndefined()
    expect(cache.get(text(19_999))).toBe(token)
  })
})
