import { withEndpointType, withIpAddressType } from '../endpoint.ts'
import { badRequest } from '../errors.ts'
import type { RestApiRecord } from '../records.ts'
import { plainDialect } from './dialects.ts'
import type { PatchDialect, PatchRule } from './patch.ts'
import { choice, flag, integer, members, requiredText, text, valueSet } from './rules.ts'

const MAX_COMPRESSION_SIZE = 10_485_760
export const SIZE_PROBLEM = `Invalid minimum compression size, must be between 0 and ${MAX_COMPRESSION_SIZE}`

export function isCompressionSize(size: number): boolean {
  return Number.isInteger(size) && size >= 0 && size <= MAX_COMPRESSION_SIZE
}

export function checkDescription(description: string | undefined): void {
  if (description === '') throw badRequest('Description cannot be an empty string')
}

export const restApiRules: readonly PatchRule<RestApiRecord>[] = [
  requiredText('name', 'Name cannot be an empty string'),
  {
    path: '/description',
    verbs: ['add', 'remove', 'replace'],
    apply(api, { verb, value }) {
      if (verb === 'remove') return { ...api, description: undefined }
      checkDescription(value)
      return { ...api, description: value }
    },
  },
  choice<RestApiRecord>(
    'apiKeySource',
    ['HEADER', 'AUTHORIZER'],
    'Invalid API key source specified. Valid options are HEADER,AUTHORIZER',
  ),
  flag('disableExecuteApiEndpoint'),
  text('securityPolicy'),
  text('endpointAccessMode'),
  integer('minimumCompressionSize', isCompressionSize, SIZE_PROBLEM),
  {
    path: '/policy',
    verbs: ['add', 'remove', 'replace'],
    apply: (api, { verb, value }) => ({ ...api, policy: verb === 'remove' ? undefined : value || undefined }),
  },
  members('binaryMediaTypes'),
  // The segment is the type to replace, or its index (both recorded on AWS); there is one type.
  {
    path: '/endpointConfiguration/types/{}',
    verbs: ['replace'],
    apply: (api, { value = '' }) => withEndpointType(api, value),
  },
  {
    path: '/endpointConfiguration/ipAddressType',
    verbs: ['replace'],
    apply: (api, { value = '' }) => withIpAddressType(api, value),
  },
  ...valueSet<RestApiRecord>('vpcEndpointIds', 'endpointConfiguration/vpcEndpointIds'),
]

/** As the plain one, but for endpoint types (recorded on AWS). */
export const restApiDialect: PatchDialect = {
  ...plainDialect,
  wrongVerb: (path, verb, allowed) =>
    path.startsWith('/endpointConfiguration/types/')
      ? badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")
      : plainDialect.wrongVerb(path, verb, allowed),
}
