import { expect, it } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import { cipherText, type Sealed } from '../kernel/vault.ts'
import { createVault } from './vault.ts'

const vault = createVault(systemRandom.bytes(32), systemRandom)

it('opens what it sealed, and seals the same text differently each time', () => {
  const sealed = vault.seal('s3cret')
  expect(sealed).not.toContain('s3cret')
  expect(vault.seal('s3cret')).not.toBe(sealed)
  expect(vault.open(sealed)).toBe('s3cret')
})

it('refuses what was changed, cut short or sealed with another key', () => {
  const bytes = Buffer.from(cipherText(vault.seal('s3cret')), 'base64')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  expect(() => vault.open(bytes.toString('base64') as unknown as Sealed)).toThrow()
  expect(() => vault.open('AAAA' as unknown as Sealed)).toThrow('not sealed by this vault')
  expect(() => createVault(systemRandom.bytes(32), systemRandom).open(vault.seal('x'))).toThrow()
})
