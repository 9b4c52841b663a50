import type { HeaderList } from '../../kernel/wire.ts'
import type { Call } from '../call.ts'

/** As logs show the call of a function (recorded). AWS's own signature is not among them: there is none. */
export function callHeaders({ apiId, requestId }: Call): HeaderList {
  return [
    ['x-amzn-lambda-integration-tag', requestId],
    ['x-amzn-apigateway-api-id', apiId],
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${apiId}`],
  ]
}
