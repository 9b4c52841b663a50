import { CERTIFICATE_ALGORITHM, loadX509, newCertificateKeys, privateKeyPem } from '../../../kernel/x509.ts'

/** Documented: a certificate of API Gateway expires after 365 days. */
const LIFETIME_MS = 365 * 86_400_000

interface SelfSigned {
  readonly certificatePem: string
  readonly privateKeyPem: string
  readonly expiresAt: number
}

/**
 * A certificate that is its own authority, as AWS's are (documented: getting-started-client-side-ssl-authentication). Its
 * key is on a curve, where AWS's is of RSA.
 */
export async function makeClientCertificate(createdAt: number): Promise<SelfSigned> {
  const x509 = await loadX509()
  const keys = await newCertificateKeys()
  const expiresAt = createdAt + LIFETIME_MS
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=ApiGateway',
    notBefore: new Date(createdAt),
    notAfter: new Date(expiresAt),
    keys,
    signingAlgorithm: CERTIFICATE_ALGORITHM,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  })
  const pem = certificate.toString('pem')
  return { certificatePem: pem, privateKeyPem: await privateKeyPem(keys.privateKey), expiresAt }
}
