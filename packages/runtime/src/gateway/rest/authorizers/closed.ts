import { GatewayError } from '../gateway-error.ts'
import { brokenSignature } from './broken-signature.ts'
import type { Authorize } from './cognito-user-pools.ts'

/** For what the control plane refuses: should such a method ever be deployed, nobody gets in. */
export function notEmulated(what: string): Authorize {
  return () => {
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `${what} is not emulated`)
  }
}

/** `AWS_IAM`: without a signature as on AWS; signatures themselves are not emulated. */
export const awsIam: Authorize = ({ call }) => {
  const unsigned = 'AWS_IAM method called without a signature'
  if (!call.headers.authorization) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN', unsigned)
  throw (
    brokenSignature(call.headers, unsigned) ??
    new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 'authorization type AWS_IAM is not emulated')
  )
}
