import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { awsClients } from './clients.ts'
import { uniqueName } from './names.ts'
import { people } from './people.ts'

export const CALLBACK = 'https://app.example.com/callback'
export const SIGNED_OUT = 'https://app.example.com/'

/** A pool with a domain, a resource server and one user, for apps that send people to its pages. */
export async function createSignInPool(cognito: ReturnType<typeof awsClients>['cognito'], origin: string) {
  const makes = people(cognito, origin)
  const poolId = await makes.pool()
  const domain = uniqueName('people')
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: domain }))
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  const server = { UserPoolId: poolId, Identifier: 'notes', Name: 'Notes', Scopes }
  await cognito.send(new CreateResourceServerCommand(server))
  await makes.user(poolId, 'ada', { email: 'ada@example.com', email_verified: 'true' })
  return {
    poolId,
    domain,
    /** As tokens name it. */
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
    host: `https://${domain}.auth.us-east-1.amazoncognito.com`,
    async client(settings: Partial<CreateUserPoolClientCommandInput> = {}) {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: poolId,
          ClientName: 'app',
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid', 'email', 'profile', 'notes/read'],
          CallbackURLs: [CALLBACK],
          LogoutURLs: [SIGNED_OUT],
          ...settings,
        }),
      )
      return { clientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' }
    },
  }
}
