import type * as api from '../../../generated/apigateway.ts'
import { unlessEmpty, wholeSeconds } from '../wire.ts'
import type { ClientCertificateRecord } from './records.ts'

export function clientCertificateToWire(record: ClientCertificateRecord): api.ClientCertificate {
  return {
    clientCertificateId: record.id,
    description: record.description,
    pemEncodedCertificate: record.certificatePem,
    createdDate: wholeSeconds(record.createdAt),
    expirationDate: wholeSeconds(record.expiresAt),
    tags: unlessEmpty(record.tags),
  }
}
