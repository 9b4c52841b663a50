import { signed } from '../protocol/control-plane.harness.ts'
import type { Fetch } from './fetch.ts'

/** Calls an operation of Cognito as a client would: through a socket or without one. */
export async function callCognito(fetchBy: Fetch, address: string, operation: string, input: object) {
  const response = await fetchBy(address, {
    method: 'POST',
    headers: {
      ...signed('cognito-idp'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  })
  return { status: response.status, body: JSON.parse((await response.text()) || '{}') }
}
