import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { noClientCertificate } from '../errors.ts'
import type { ClientCertificateRecord } from './records.ts'

export const clientCertificates = collection<ClientCertificateRecord>('apigateway/client-certificate')

export async function requireClientCertificate(
  reader: Reader,
  place: Place,
  id: string,
): Promise<ClientCertificateRecord> {
  const certificate = await clientCertificates.find(reader, place, id)
  if (!certificate) throw noClientCertificate()
  return certificate
}
