import { CognitoJwtVerifier } from 'aws-jwt-verify'

interface TokenEvent {
  /** The value of the header `Authorization`. */
  readonly authorizationToken: string
  readonly methodArn: string
}

const { USER_POOL_ID = '', CLIENT_ID = '', SCOPE = '' } = process.env

/** Reads the pool's keys once for an execution environment. */
const verifier = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, tokenUse: 'access' })

/** Without a valid token 401; with one that lacks the scope 403. */
export async function handler({ authorizationToken, methodArn }: TokenEvent) {
  const token = authorizationToken.replace(/^Bearer /i, '')
  const claims = await verifier.verify(token).catch((error: Error) => {
    console.log(`refused: ${error.message}`)
    throw new Error('Unauthorized')
  })
  const isAllowed = claims.scope.split(' ').includes(SCOPE)
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: methodArn }],
    },
    context: { client: claims.client_id },
  }
}
