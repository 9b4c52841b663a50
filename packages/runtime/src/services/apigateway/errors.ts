import { AwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'

/*
 * Errors of API Gateway, with the texts recorded from AWS. What is said when a thing is missing depends on the
 * operation: anything below a resource of an unknown API is an unknown resource.
 */

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message)
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, { status: 404 })
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 })
}

export function noApi({ account }: Place, apiId: string): AwsError {
  return notFound(`Invalid API identifier specified ${account}:${apiId}`)
}

export const noResource = () => notFound('Invalid Resource identifier specified')
export const noMethod = () => notFound('Invalid Method identifier specified')
export const noIntegration = () => notFound('Invalid Integration identifier specified')
export const noResponse = () => notFound('Invalid Response status code specified')
export const noAuthorizer = () => notFound('Invalid Authorizer identifier specified')
export const noModel = (name: string) => notFound(`Invalid model name specified: ${name}`)
export const noValidator = () => notFound('Invalid Request Validator identifier specified')
export const noGatewayResponse = () => notFound('Gateway response type not defined on api')
/** Inferred. */
export const noClientCertificate = () => notFound('Invalid Client Certificate identifier specified')
export const noVpcLink = () => notFound('Invalid Vpc Link identifier specified')
export const noDeployment = () => notFound('Invalid Deployment identifier specified')
export const noApiKey = () => notFound('Invalid API Key identifier specified')
export const noUsagePlan = () => notFound('Invalid Usage Plan ID specified')
export const noStage = () => notFound('Invalid stage identifier specified')
export const noDocumentationPart = () => notFound('Invalid Documentation part identifier specified')
/** Observed: deliveryhero/serverless-aws-documentation, src/documentation.js, which matches this text. */
export const noDocumentationVersion = () => notFound('Invalid Documentation version specified')
export const noMapping = () => notFound('Invalid base path mapping identifier specified')
/** In a patch. */
export const noParameter = () => notFound('Invalid parameter name specified')
/** In a patch. */
export const noContentType = () => notFound('Content-Type specified was not found')

export const invalidAuthorizer = () =>
  badRequest(
    'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
  )

/** How API Gateway reports a fault in a parameter mapping. */
export function mappingFault(error: string): AwsError {
  return badRequest(`Invalid mapping expression specified: ${validationResult(error)}`)
}

/** How API Gateway reports a fault in a template. */
export function validationFault(error: string): AwsError {
  return badRequest(validationResult(error))
}

function validationResult(error: string): string {
  return `Validation Result: warnings : [], errors : [${error}]`
}
