import { webcrypto } from 'node:crypto'

/** Keys of certificates that are made here: a pair takes a millisecond, where one of RSA takes a hundred times that. */
export const CERTIFICATE_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The library and what it needs, loaded when the first certificate is wanted: a start must not pay for it. */
export async function loadX509() {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto)
  return x509
}

export async function newCertificateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(CERTIFICATE_ALGORITHM, true, ['sign', 'verify'])
}

export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}
