import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { refusalOf } from './refusal.ts'

export const PASSWORD = 'Harbor-42-Lantern!'

export interface Message {
  readonly number: number
  readonly username: string
  readonly kind: string
  readonly medium: string
  readonly destination: string
  readonly from?: string
  readonly subject?: string
  readonly body: string
  readonly code: string
  readonly link?: string
}

/** What tests of people have in common. */
export function people(cognito: CognitoIdentityProviderClient, origin: string) {
  const messages = async (userPoolId: string): Promise<Message[]> => {
    const response = await fetch(`${origin}/_sallyport/outbox?userPoolId=${userPoolId}`)
    return ((await response.json()) as { messages: Message[] }).messages
  }
  return {
    messages,
    async pool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
      const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people', ...settings }))
      return UserPool?.Id ?? ''
    },
    async client(UserPoolId: string, settings: Partial<CreateUserPoolClientCommandInput> = {}) {
      const input = {
        UserPoolId,
        ClientName: 'app',
        ExplicitAuthFlows: [
          'ALLOW_USER_PASSWORD_AUTH' as const,
          'ALLOW_ADMIN_USER_PASSWORD_AUTH' as const,
          'ALLOW_USER_SRP_AUTH' as const,
          'ALLOW_REFRESH_TOKEN_AUTH' as const,
        ],
        ...settings,
      }
      const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand(input))
      return { ClientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' }
    },
    /** Somebody who may sign in at once. */
    async user(UserPoolId: string, Username: string, given: Readonly<Record<string, string>> = {}): Promise<void> {
      const UserAttributes = Object.entries(given).map(([Name, Value]) => ({ Name, Value }))
      await cognito.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
      )
      const password = { UserPoolId, Username, Password: PASSWORD, Permanent: true }
      await cognito.send(new AdminSetUserPasswordCommand(password))
    },
    /** The code of the last message. */
    async lastCode(userPoolId: string): Promise<string> {
      return (await messages(userPoolId)).at(-1)?.code ?? ''
    },
  }
}

export const attributesOf = (list: readonly AttributeType[] = []) =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))

/** Code and text of a refusal, as one line. */
export async function refused(call: Promise<unknown>): Promise<string> {
  const { name, message } = await refusalOf(call)
  return `${name}: ${message}`
}

export function secretHash(username: string, clientId: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64')
}
