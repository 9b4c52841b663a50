import { own } from '../../../kernel/own.ts'
import type { StageSnapshot } from '../../ports.ts'
import type { MethodDefinition } from '../definition.ts'
import { GatewayError } from '../gateway-error.ts'
import { awsIam, notEmulated } from './closed.ts'
import { type Authorize, cognitoUserPools } from './cognito-user-pools.ts'

const open: Authorize = () => {}

/** Who may call a method. Whatever is not understood is closed. */
export function authorizationOf(method: MethodDefinition, { definition, variables }: StageSnapshot): Authorize {
  if (definition.policy) return notEmulated('the resource policy of the API')
  const authorize = byType(method, definition.authorizers, variables)
  return method.apiKeyRequired ? withApiKey(authorize) : authorize
}

function byType(
  method: MethodDefinition,
  authorizers: StageSnapshot['definition']['authorizers'],
  variables: StageSnapshot['variables'],
): Authorize {
  const { authorizationType, authorizerId = '', authorizationScopes = [] } = method
  switch (authorizationType) {
    case 'NONE':
      return open
    case 'AWS_IAM':
      return awsIam
    case 'COGNITO_USER_POOLS': {
      const authorizer = own(authorizers, authorizerId)
      if (authorizer?.type !== 'COGNITO_USER_POOLS') return notEmulated(`authorizer ${authorizerId} of another type`)
      return cognitoUserPools(authorizer, authorizationScopes, variables)
    }
  }
  return notEmulated(`authorization type ${authorizationType}`)
}

/** The key is asked for after the authorizer (observed). There are no usage plans here, so no key is ever valid. */
function withApiKey(authorize: Authorize): Authorize {
  const refuse = () => {
    throw new GatewayError('INVALID_API_KEY', 'the method requires an API key, and usage plans are not emulated')
  }
  return (exchange) => {
    const pending = authorize(exchange)
    return pending ? pending.then(refuse) : refuse()
  }
}
