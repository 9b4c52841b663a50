import { AwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'

/*
 * Errors of HTTP APIs. The text for an unknown API is observed (https://github.com/aws/aws-sdk-js/issues/2458); those for
 * what is missing within one are inferred from REST APIs, which the same service serves.
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

export const noRoute = () => notFound('Invalid Route identifier specified')
export const noIntegration = () => notFound('Invalid Integration identifier specified')
export const noAuthorizer = () => notFound('Invalid Authorizer identifier specified')
export const noDeployment = () => notFound('Invalid Deployment identifier specified')
export const noVpcLink = () => notFound('Invalid Vpc Link identifier specified')
export const noStage = () => notFound('Invalid stage identifier specified')
