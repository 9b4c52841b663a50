import type { ClientIdentity } from '../../../gateway/backends/http-backend.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { ClientCertificateRecord } from './records.ts'

/** A certificate as the data plane shows it to backends. */
export function identityOf({ id, certificatePem, privateKey }: ClientCertificateRecord, vault: Vault): ClientIdentity {
  return { id, certificate: certificatePem, privateKey: vault.open(privateKey) }
}
