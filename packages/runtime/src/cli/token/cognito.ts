import type { CognitoReader } from '../../machine-clients/find-client.ts'
import { CommandFailure } from '../command.ts'
import { jsonCall, type Owner } from '../json-call.ts'

/** The Cognito that a command speaks to: a running server's, or the one that the shell's AWS settings lead to. */
export interface CognitoAccess {
  readonly call: CognitoReader
  readonly region: string
}

/** The running server's. */
export function cognitoHere(owner: Owner): CognitoAccess {
  const call: CognitoReader = async (service, operation, input) => {
    const answer = await jsonCall(service, operation, input, owner)
    if (!answer) throw new CommandFailure('the pool or the client is gone')
    return answer
  }
  return { call, region: owner.region }
}

/** As the AWS SDK finds region, credentials and endpoint by itself. It is loaded only here: no other command needs it. */
export async function cognitoOfShell(): Promise<CognitoAccess> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider')
  const client = new sdk.CognitoIdentityProviderClient()
  const commands = {
    DescribeUserPool: sdk.DescribeUserPoolCommand,
    DescribeUserPoolClient: sdk.DescribeUserPoolClientCommand,
    ListUserPoolClients: sdk.ListUserPoolClientsCommand,
    ListUserPools: sdk.ListUserPoolsCommand,
  }
  const call = async (_: 'cognito-idp', operation: keyof typeof commands, input: object): Promise<object> => {
    try {
      const Command = commands[operation] as typeof sdk.ListUserPoolsCommand
      return await client.send(new Command(input as ConstructorParameters<typeof Command>[0]))
    } catch (error) {
      throw new CommandFailure(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    }
  }
  return { call: call as CognitoReader, region: await regionOf(client) }
}

async function regionOf(client: { readonly config: { region(): Promise<string> } }): Promise<string> {
  try {
    return await client.config.region()
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), 'Set AWS_REGION, or a profile.')
  }
}
