import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import { claimSignature, isPublicValue, keyOf, offerFor, offerWith, verifierOf } from './srp.ts'
import { K, N, numberOf, power } from './srp-group.ts'

const sha512 = (text: string) => createHash('sha512').update(text).digest()
const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex')
const wide = (one: string, two: string) => numberOf(Buffer.concat([sha512(one), sha512(two)]))

// Computed apart and confirmed with pycognito and amazon-cognito-identity-js.
const identity = 'Sally00013d5f2a10-7c4b-4a7e-9a51-0c7d0f2b6e11'
const password = 'Harbor-42-Lantern!'
const salt = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const a = wide('sallyport client a', 'sallyport client a2')
const b = wide('sallyport server b', 'sallyport server b2')
const fixedSalt = { bytes: () => Buffer.from(salt, 'hex') }

describe('secure remote passwords', () => {
  it('come to the values of the test vector', () => {
    expect(K.toString(16)).toBe('538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6')
    const verifier = verifierOf(identity, password, fixedSalt)
    expect(verifier.salt).toBe(salt)
    expect(sha256Hex(verifier.verifier)).toBe('90b30a80f1f12924d617093e8e8499968f7918b275d5672e128bf2e1acf7d381')
    const A = power(2n, a).toString(16)
    expect(sha256Hex(A)).toBe('ea42e0aff57276390f799605185631ec07f5de7664b0ae178f089c7e6a81f10a')
    const offer = offerWith(verifier.verifier, b)
    expect(sha256Hex(offer.B)).toBe('b17a8f3d9deb3338ec237eaddc91e7aeef6ae6ecf9422fbec5aa872a9f36a00b')
    const key = keyOf(A, offer, verifier) as Buffer
    expect(key.toString('hex')).toBe('6c3436d3ee4af41567b0940ea1eb2922')
    const signature = claimSignature(key, identity, sha512('sallyport block'), 'Sat Nov 28 03:05:09 UTC 2026')
    expect(signature.toString('base64')).toBe('TMpFkqB3Jit5T8X8cW8TYKXma4bBOH8d5uIn3R15zoo=')
  })

  it('prove a device, too', () => {
    const device = '-SaLLy001us-east-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
    const secret = 'c2FsbHlwb3J0LWRldmljZS1wYXNzd29yZC1mb3ItdGVzdHMtMDE='
    const deviceSalt = { bytes: () => Buffer.from('7f00112233445566778899aabbccddee', 'hex') }
    const verifier = verifierOf(device, secret, deviceSalt)
    const offer = offerWith(verifier.verifier, wide('sallyport device b', 'sallyport device b2'))
    const key = keyOf(power(2n, a).toString(16), offer, verifier) as Buffer
    expect(key.toString('hex')).toBe('e1c6616b98a36a794b030fd2f746f017')
    const signature = claimSignature(key, device, sha512('sallyport block'), 'Sat Nov 28 03:05:09 UTC 2026')
    expect(signature.toString('base64')).toBe('ZEibwzD65rY3mXes2ivp2T57am6vQ/MggYdoApbEDbI=')
  })

  it('never agree on a key that a client could know without the password', () => {
    const verifier = verifierOf(identity, password, unsafeSeededRandom())
    const offer = offerFor(verifier, unsafeSeededRandom(2))
    for (const A of ['0', N.toString(16), (2n * N).toString(16)]) expect(keyOf(A, offer, verifier)).toBeUndefined()
    expect(isPublicValue('12zz')).toBe(false)
    expect(isPublicValue('')).toBe(false)
  })
})
