import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { clientCertificates } from './client-certificates/repository.ts'
import { documentationVersions } from './documentation/repository.ts'
import { badRequest } from './errors.ts'
import type { StageRecord } from './records.ts'
import { deployments } from './repository.ts'

/** What a stage names anew has to be there. The last two texts are inferred: those of the look-ups, as methods have them. */
export async function checkReferences(
  reader: Reader,
  place: Place,
  apiId: string,
  before: Pick<StageRecord, 'clientCertificateId' | 'documentationVersion'>,
  { canarySettings, clientCertificateId: certificateId, deploymentId, documentationVersion: version }: StageRecord,
): Promise<void> {
  for (const id of [deploymentId, canarySettings?.deploymentId ?? deploymentId]) {
    if (!(await deployments.find(reader, place, apiId, id))) throw badRequest('Deployment id does not exist')
  }
  if (version && version !== before.documentationVersion) {
    const found = await documentationVersions.find(reader, place, apiId, version)
    if (!found) throw badRequest('Invalid Documentation version specified')
  }
  if (certificateId && certificateId !== before.clientCertificateId) {
    const found = await clientCertificates.find(reader, place, certificateId)
    if (!found) throw badRequest('Invalid Client Certificate identifier specified')
  }
}
