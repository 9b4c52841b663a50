import { describe, expect, it } from 'vitest'
import { newTotpSecret, stepAt, stepOfCode, totpCode } from './totp.ts'

/** `12345678901234567890` in base 32: the key of RFC 6238, appendix B. */
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('time-based one-time passwords', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('at %d s are those of RFC 6238', (seconds, code) => {
    expect(totpCode(KEY, stepAt(seconds * 1000))).toBe(code)
  })

  it('are good for a step before and after their own', () => {
    const now = 1111111109_000
    const code = totpCode(KEY, stepAt(now))
    for (const around of [-30_000, 0, 30_000]) expect(stepOfCode(KEY, code, now + around)).toBe(stepAt(now))
    for (const around of [-60_000, 60_000]) expect(stepOfCode(KEY, code, now + around)).toBeUndefined()
  })

  it('have keys of 32 bytes, which strict readers of base 32 take', () => {
    const bytes = Buffer.from('12345678901234567890123456789012')
    const secret = newTotpSecret({ bytes: (size) => bytes.subarray(0, size) })
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA')
  })
})
