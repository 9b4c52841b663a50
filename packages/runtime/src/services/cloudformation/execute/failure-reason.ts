import { SERVICES } from '../../../generated/services.ts'
import { AwsError, isAwsError } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import { ProvisioningError } from '../errors.ts'
import type { Run } from './run.ts'

/** Of the namespaces of types, the one that is not called as its service. */
const SERVICE_OF_NAMESPACE: Readonly<Record<string, keyof typeof SERVICES>> = { cognito: 'cognito-idp' }

/**
 * What the messages of resource handlers call a type's service: its id in the spelling of the AWS SDK for Java, in
 * which handlers are written (general knowledge): `CognitoIdentityProvider`, `Ssm`.
 */
function serviceNameOf(type: string): string {
  const namespace = (type.split('::')[1] ?? '').toLowerCase()
  const service = SERVICE_OF_NAMESPACE[namespace] ?? namespace
  if (!Object.hasOwn(SERVICES, service)) return type
  const words = SERVICES[service as keyof typeof SERVICES].serviceId.split(' ')
  return words.map(inJava).join('')
}

/** `SSM` is `Ssm`, and `API Gateway` `ApiGateway`; `CloudFormation` stays as it is. */
function inJava(word: string): string {
  return word === word.toUpperCase() ? word.charAt(0) + word.slice(1).toLowerCase() : word
}

/** The handler contract's codes, by what they are called in the services' own error codes. The first that fits counts. */
const HANDLER_CODES: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|AlreadyOwned|EntityExists|Conflict|Duplicate|AliasExists/i, 'AlreadyExists'],
  [/NotFound|NoSuch/i, 'NotFound'],
  [/AccessDenied|NotAuthorized|Unauthorized/i, 'AccessDenied'],
  [/LimitExceeded|TooMany|Throttl/i, 'ServiceLimitExceeded'],
]

export function handlerErrorCode(error: AwsError): string {
  if (error.fault === 'server') return 'GeneralServiceException'
  return HANDLER_CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'InvalidRequest'
}

/**
 * What an event says of a failure, without the secrets that a service may have repeated. What is no refusal is a bug of
 * ours, and goes into the log.
 */
export function reasonOf({ deps, key, secrets }: Run, error: unknown, type: string): string {
  if (!(error instanceof ProvisioningError) && !isAwsError(error)) {
    deps.logger.log('error', 'a stack operation met a bug of ours', {
      stack: key,
      error: error instanceof Error ? error.stack : String(error),
    })
  }
  return secrets.mask(failureReason(error, type, deps.random))
}

/** Texts that are CloudFormation's own, and not a service's. */
const OWN_CODES: readonly string[] = ['ValidationError', 'NotImplementedException']

/** The CDK CLI reads the code at the end. */
export function failureReason(error: unknown, type: string, random: Random): string {
  if (error instanceof ProvisioningError) return error.message
  if (!(error instanceof AwsError)) return 'Internal failure. The log of Sallyport says more.'
  if (OWN_CODES.includes(error.code)) return error.message
  const message = `${error.message} (Service: ${serviceNameOf(type)}, Status Code: ${error.status}, Request ID: ${uuid(random)})`
  const code = handlerErrorCode(error)
  return `Resource handler returned message: "${message}" (RequestToken: ${uuid(random)}, HandlerErrorCode: ${code})`
}
