import { webcrypto } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SecureContext } from 'node:tls'
import { UsageError } from '../kernel/errors.ts'
import { CERTIFICATE_ALGORITHM, loadX509, newCertificateKeys, privateKeyPem } from '../kernel/x509.ts'

/** A certificate authority of one data directory; it signs a leaf for each name that a client asks for. */
export interface CertificateAuthority {
  /** The authority's own certificate as PEM. Made on first use. */
  certificate(): Promise<string>
  /** What a TLS server needs to be `name`. Contexts are kept, so a tunnel costs no new key. */
  contextFor(name: string): Promise<SecureContext>
}

export const CA_FILES = { key: 'ca.key.pem', certificate: 'ca.pem', bundle: 'ca-bundle.pem' } as const

const SYSTEM_BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']
const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3650
/** Clients of today refuse leaves of more than 398 days. */
const LEAF_DAYS = 365
const MAX_CONTEXTS = 1000

interface Authority {
  readonly pem: string
  readonly keys: webcrypto.CryptoKeyPair
}

/**
 * The authority whose files are in `dataDir`, or one that lives and dies with this process. Certificates are dated by
 * the machine's own time, not by the movable clock: it is the clients that check them.
 */
export function createCertificateAuthority(dataDir: string | undefined): CertificateAuthority {
  let authority: Promise<Authority> | undefined
  let leafKeys: Promise<webcrypto.CryptoKeyPair> | undefined
  const contexts = new Map<string, Promise<SecureContext>>()

  const load = () => (authority ??= loadOrMake(dataDir))

  async function makeContext(name: string): Promise<SecureContext> {
    const { pem, keys } = await load()
    leafKeys ??= newCertificateKeys()
    const own = await leafKeys
    const certificate = await signLeaf(name, own, { pem, keys })
    return tls().createSecureContext({ key: await privateKeyPem(own.privateKey), cert: `${certificate}\n${pem}` })
  }

  return {
    async certificate() {
      return (await load()).pem
    },
    contextFor(name) {
      let context = contexts.get(name)
      if (!context) {
        if (contexts.size >= MAX_CONTEXTS) contexts.clear()
        context = makeContext(name)
        contexts.set(name, context)
        context.catch(() => contexts.delete(name))
      }
      return context
    },
  }
}

/** Node's TLS costs memory that a server without a TLS client need not spend: it is loaded when it is first used. */
function tls() {
  return process.getBuiltinModule('node:tls') as typeof import('node:tls')
}

async function loadOrMake(dataDir: string | undefined): Promise<Authority> {
  if (dataDir === undefined) return makeAuthority()
  const keyFile = join(dataDir, CA_FILES.key)
  const certificateFile = join(dataDir, CA_FILES.certificate)
  if (existsSync(keyFile) && existsSync(certificateFile)) return readAuthority(keyFile, certificateFile)
  const made = await makeAuthority()
  writeFileSafely(keyFile, await privateKeyPem(made.keys.privateKey), 0o600)
  writeFileSafely(certificateFile, `${made.pem}\n`, 0o644)
  return made
}

async function readAuthority(keyFile: string, certificateFile: string): Promise<Authority> {
  const { X509Certificate, PemConverter } = await loadX509()
  try {
    const pem = readFileSync(certificateFile, 'utf8').trim()
    const certificate = new X509Certificate(pem)
    const der = PemConverter.decodeFirst(readFileSync(keyFile, 'utf8'))
    const privateKey = await webcrypto.subtle.importKey('pkcs8', der, CERTIFICATE_ALGORITHM, true, ['sign'])
    const publicKey = await webcrypto.subtle.importKey(
      'spki',
      certificate.publicKey.rawData,
      CERTIFICATE_ALGORITHM,
      true,
      ['verify'],
    )
    return { pem, keys: { privateKey, publicKey } }
  } catch (error) {
    throw new UsageError(
      'ERR_CERTIFICATE_AUTHORITY',
      `${keyFile} or ${certificateFile} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      'Delete both; a new authority is then made, which clients must trust anew.',
    )
  }
}

async function makeAuthority(): Promise<Authority> {
  const x509 = await loadX509()
  const keys = await newCertificateKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Sallyport local certificate authority',
    ...validity(AUTHORITY_DAYS),
    keys: keys,
    signingAlgorithm: CERTIFICATE_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { pem: certificate.toString('pem'), keys }
}

async function signLeaf(name: string, leaf: webcrypto.CryptoKeyPair, authority: Authority): Promise<string> {
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(authority.pem)
  const isAddress = /^[\d.]+$|:/.test(name)
  const names = isAddress ? [{ type: 'ip' as const, value: name }] : [{ type: 'dns' as const, value: name }]
  const local = name === 'localhost' ? [{ type: 'ip' as const, value: '127.0.0.1' }] : []
  const certificate = await x509.X509CertificateGenerator.create({
    // A common name holds 64 characters at most (RFC 5280, appendix A.1); the names that count are below.
    subject: `CN=${name.length <= 64 ? name : 'sallyport'}`,
    issuer: issuer.subject,
    ...validity(LEAF_DAYS),
    publicKey: leaf.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: CERTIFICATE_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...names, ...local]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return certificate.toString('pem')
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + days * DAY_MS) }
}

/** The roots that this machine trusts, as PEM: its own bundle, or the one that Node carries. */
export function systemRoots(): string {
  const system = SYSTEM_BUNDLES.find((path) => existsSync(path))
  return (system ? readFileSync(system, 'utf8') : tls().rootCertificates.join('\n')).trimEnd()
}

function writeFileSafely(path: string, text: string, mode: number): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', mode)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, path)
}
