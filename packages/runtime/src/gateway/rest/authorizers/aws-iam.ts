import { GatewayError } from '../gateway-error.ts'
import type { Authorizer } from './authorizer.ts'
import { brokenSignature } from './broken-signature.ts'

/** Without a signature as on AWS; signatures themselves are not emulated, so none opens the method. */
export const awsIam: Authorizer = {
  type: 'AWS_IAM',
  definitionTypes: [],
  compile:
    () =>
    ({ call }) => {
      const unsigned = 'AWS_IAM method called without a signature'
      if (!call.headers.authorization) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN', unsigned)
      throw (
        brokenSignature(call.headers, unsigned) ??
        new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 'authorization type AWS_IAM is not emulated')
      )
    },
}
