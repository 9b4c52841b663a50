import type { Place } from '../../../kernel/place.ts'
import { badRequest } from '../errors.ts'
import { isCompressionSize, SIZE_PROBLEM } from '../patch/rest-api-rules.ts'
import type { RestApiRecord } from '../records.ts'
import { storedPolicy } from '../resource-policy.ts'
import type { SettingsDescription } from './description.ts'

/**
 * An API's own settings after an import. What the document leaves out, `merge` keeps and `overwrite` sets back; name,
 * description and version are the document's in both, and binary types add up in a merge (recorded on AWS).
 */
export function settled(
  before: RestApiRecord,
  given: SettingsDescription,
  mode: 'merge' | 'overwrite',
  place: Place,
): RestApiRecord {
  const size = given.minimumCompressionSize
  if (size !== undefined && !isCompressionSize(size)) throw badRequest(SIZE_PROBLEM)
  const kept: Partial<RestApiRecord> = mode === 'merge' ? before : {}
  return {
    ...before,
    name: given.name,
    description: given.description,
    version: given.version,
    binaryMediaTypes: [...new Set([...(kept.binaryMediaTypes ?? []), ...(given.binaryMediaTypes ?? [])])],
    apiKeySource: given.apiKeySource ?? kept.apiKeySource ?? 'HEADER',
    minimumCompressionSize: size ?? kept.minimumCompressionSize,
    policy: given.policy === undefined ? kept.policy : storedPolicy(given.policy, place, before.id),
    disableExecuteApiEndpoint: given.disableExecuteApiEndpoint ?? kept.disableExecuteApiEndpoint ?? false,
    vpcEndpointIds: given.vpcEndpointIds ?? before.vpcEndpointIds,
    securityPolicy: given.securityPolicy ?? kept.securityPolicy,
    endpointAccessMode: given.endpointAccessMode ?? kept.endpointAccessMode,
  }
}
