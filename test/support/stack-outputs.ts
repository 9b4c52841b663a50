import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'

export type Outputs = Readonly<Record<string, string>>

export async function readOutputs(cloudFormation: CloudFormationClient, stack: string): Promise<Outputs> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }))
  const outputs = Stacks?.[0]?.Outputs ?? []
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
}

/** Id and secret of the client that a stack's outputs `UserPoolId` and `ClientId` name. */
export async function readClient(cognito: CognitoIdentityProviderClient, { UserPoolId, ClientId = '' }: Outputs) {
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
  return { clientId: ClientId, clientSecret: UserPoolClient?.ClientSecret ?? '' }
}
