import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { badRequest, invalidAuthorizer, mappingFault } from './errors.ts'
import { checkContentType } from './mapping-rules.ts'
import type { MethodRecord } from './records.ts'
import { authorizers, models, requestValidators } from './repository.ts'

export const HTTP_METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']

const WITHOUT_AUTHORIZER = ['NONE', 'AWS_IAM']
const WITH_AUTHORIZER = ['CUSTOM', 'COGNITO_USER_POOLS']

/** An authorizer given to a method of a type that needs none is ignored (recorded on AWS). */
export function withFittingAuthorizer(method: MethodRecord): MethodRecord {
  return WITH_AUTHORIZER.includes(method.authorizationType) ? method : { ...method, authorizerId: undefined }
}

/** A method as a whole, after it was put or patched. */
export async function checkMethod(reader: Reader, place: Place, apiId: string, method: MethodRecord): Promise<void> {
  await checkAuthorization(reader, place, apiId, method)
  checkParameterNames(Object.keys(method.requestParameters ?? {}))
  await checkModels(reader, place, apiId, method.requestModels)
  if (!method.requestValidatorId) return
  const validator = await requestValidators.find(reader, place, apiId, method.requestValidatorId)
  if (!validator) throw badRequest('Invalid Request Validator identifier specified')
}

/** Models by content type, as a method or one of its responses names them. */
export async function checkModels(
  reader: Reader,
  place: Place,
  apiId: string,
  names: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  for (const [contentType, name] of Object.entries(names ?? {})) {
    checkContentType(contentType)
    if (!(await models.find(reader, place, apiId, name)))
      throw badRequest(`Invalid model identifier specified: ${name}`)
  }
}

/**
 * Scopes belong to a user pool's authorizer (recorded on AWS for NONE; that the other types are refused alike is inferred).
 *
 * `apiKeyRequired` is taken and closed: without a key the data plane answers as AWS does, and it accepts none.
 */
async function checkAuthorization(reader: Reader, place: Place, apiId: string, method: MethodRecord): Promise<void> {
  const { authorizationType, authorizerId, authorizationScopes = [] } = method
  if (authorizationType !== 'COGNITO_USER_POOLS' && authorizationScopes.length > 0) {
    throw badRequest(
      'Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type',
    )
  }
  if (WITHOUT_AUTHORIZER.includes(authorizationType)) return
  if (!WITH_AUTHORIZER.includes(authorizationType)) {
    const valid = [...WITHOUT_AUTHORIZER, ...WITH_AUTHORIZER].join(', ')
    throw badRequest(`Invalid authorization type specified. Valid options are ${valid}`)
  }
  const authorizer = authorizerId ? await authorizers.find(reader, place, apiId, authorizerId) : undefined
  const isForUserPools = authorizationType === 'COGNITO_USER_POOLS'
  if (!authorizer || (authorizer.type === 'COGNITO_USER_POOLS') !== isForUserPools) throw invalidAuthorizer()
}

const RESPONSE_HEADER = /^method\.response\.header\.[\w!#$%&'*+.^`|~-]+$/

/** What a method response declares are headers: `method.response.header.{name}` (documented; the text is inferred). */
export function checkResponseParameters(parameters: Readonly<Record<string, boolean>> | undefined): void {
  for (const parameter of Object.keys(parameters ?? {})) {
    if (!RESPONSE_HEADER.test(parameter)) {
      throw mappingFault(`Invalid mapping expression parameter specified: ${parameter}`)
    }
  }
}

const PARAMETER = /^method\.request\.(?:querystring|header|path)\.(.+)$/

function checkParameterNames(parameters: readonly string[]): void {
  const names = new Set<string>()
  for (const parameter of parameters) {
    const name = PARAMETER.exec(parameter)?.[1]
    if (name === undefined) throw mappingFault(`Invalid mapping expression specified: ${parameter}`)
    if (names.has(name)) throw badRequest('Parameter names must be unique across querystring, header and path')
    names.add(name)
  }
}
