import { createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkSignature, expiryOf, readToken } from './signed-token.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = new Map([['k', publicKey]])
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(header: object = {}, claims: object = {}): string {
  const content = `${encode({ alg: 'RS256', kid: 'k', ...header })}.${encode({ iss: 'me', exp: 1, ...claims })}`
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url')}`
}

describe('a signed token', () => {
  it('is taken apart and checked', () => {
    const read = readToken(token())
    checkSignature(read, keys, 'user pool p')
    expect([read.issuer, read.keyId, expiryOf(read)]).toEqual(['me', 'k', 1])
  })

  it.each([
    ['a.b', 'three parts'],
    [`x${token()}`, 'JSON'],
    [`${token()}=`, 'base64url'],
    [token({ alg: 'none' }), 'RS256'],
    [token({ alg: 'HS256' }), 'RS256'],
    [token({ crit: ['b64'] }), 'critical'],
    [token({ kid: undefined }), 'names no key'],
    [token({}, { iss: 1 }), 'issuer'],
    [`a.${'a'.repeat(10_240)}.a`, 'longer'],
  ])('is none: %#', (text, reason) => {
    expect(() => readToken(text)).toThrow(reason)
  })

  it.each([
    ['by another key', new Map([['other', publicKey]]), 'none of user pool p'],
    [
      'by a key of the same name',
      new Map([['k', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey]]),
      'fit',
    ],
    ['by a private key in place of a public one', new Map([['k', privateKey]]), 'not RSA'],
  ])('is not believed when it is signed %s', (_, others, reason) => {
    expect(() => checkSignature(readToken(token()), others, 'user pool p')).toThrow(reason)
  })

  it('expires', () => {
    expect(() => expiryOf(readToken(token({}, { exp: '1' })))).toThrow('no expiry')
  })
})
