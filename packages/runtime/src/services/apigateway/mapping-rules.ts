import type { DefinitionChecks } from '../../gateway/check-ports.ts'
import { badRequest, mappingFault, validationFault } from './errors.ts'
import type { IntegrationRecord, MethodRecord, Strings } from './records.ts'
import { own } from './repository.ts'

const CONTENT_TYPE = /^(?:\$default|[^\s/]+\/\S+)$/
const INTEGRATION_TARGET = /^integration\.request\.(?:path|querystring|header)\..+$/
const DECLARED_SOURCE = /^method\.request\.(?:path|querystring|header)\..+$/

/** Templates by content type; null is none. The frame of the texts was recorded on AWS. */
export function checkTemplates(
  templates: Readonly<Record<string, string | null>> | undefined,
  checks: DefinitionChecks,
): void {
  for (const [contentType, template] of Object.entries(templates ?? {})) {
    checkContentType(contentType)
    const problem = template ? checks.problemWithTemplate(template) : undefined
    if (problem !== undefined) throw validationFault(problem)
  }
}

export function checkContentType(contentType: string): void {
  if (!CONTENT_TYPE.test(contentType)) throw validationFault(`Invalid content type specified: ${contentType}`)
}

/**
 * What an integration request takes from where. A path, query or header parameter must be declared by the method
 * (observed: github.com/aws/aws-cdk/issues/17318).
 */
export function checkRequestMappings(
  parameters: Strings | undefined,
  { requestParameters = {} }: Pick<MethodRecord, 'requestParameters'>,
  checks: DefinitionChecks,
): void {
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!INTEGRATION_TARGET.test(target)) throw undeclared(target)
    checkSource(source, 'integration.response.', checks)
    if (DECLARED_SOURCE.test(source) && !Object.hasOwn(requestParameters, source)) throw undeclared(source)
  }
}

/** Parameters that tell cached responses apart (text observed: theburningmonk.com). */
export function checkCacheKey(
  integration: IntegrationRecord,
  method: Pick<MethodRecord, 'requestParameters'>,
  { isCacheKeyParameter }: DefinitionChecks,
): void {
  const { cacheKeyParameters = [] } = integration
  if (cacheKeyParameters.every((name) => isCacheKeyParameter(name, { method, integration }))) return
  throw badRequest('Invalid cache key parameter specified')
}

/** Headers of an integration response: each must be declared by the method response of the same status. */
export function checkResponseMappings(
  parameters: Strings | undefined,
  statusCode: string,
  { methodResponses }: Pick<MethodRecord, 'methodResponses'>,
  checks: DefinitionChecks,
): void {
  const mappings = Object.entries(parameters ?? {})
  if (mappings.length === 0) return
  const declared = own(methodResponses, statusCode)
  if (!declared) throw mappingFault('No method response exists for method.')
  for (const [target, source] of mappings) {
    if (!Object.hasOwn(declared.responseParameters ?? {}, target)) throw undeclared(target)
    checkSource(source, 'method.request.', checks)
  }
}

const GATEWAY_TARGET = /^gatewayresponse\.(?:header|path|querystring)\..+$/

/**
 * Parameters of a gateway response. Of the documented positions (api-gateway-swagger-extensions-gateway-responses) only
 * headers are any that an answer has; the others are kept, since SAM and documents write them.
 */
export function checkGatewayMappings(parameters: Strings, checks: DefinitionChecks): void {
  for (const [target, source] of Object.entries(parameters)) {
    if (!GATEWAY_TARGET.test(target)) throw undeclared(target)
    checkSource(source, 'integration.response.', checks)
  }
}

export function checkPattern(pattern: string | undefined, checks: DefinitionChecks): void {
  const problem = pattern ? checks.problemWithPattern(pattern) : undefined
  if (problem !== undefined) throw badRequest(`Invalid regular expression specified: ${problem}`)
}

/** `absent` begins the sources that do not exist on this side of the integration. */
function checkSource(source: string, absent: string, checks: DefinitionChecks): void {
  const problem = source.startsWith(absent)
    ? `Invalid mapping expression specified: ${source}`
    : checks.problemWithMapping(source)
  if (problem !== undefined) throw mappingFault(problem)
}

function undeclared(parameter: string) {
  return mappingFault(`Invalid mapping expression parameter specified: ${parameter}`)
}
