import { DescribeStackResourcesCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { awsClients } from './clients.ts'
import { requestToken } from './machine-client.ts'

export const SCOPE = 'awesomeapi-resource-server/awesomeapi.read'

export interface DeployedExample {
  readonly poolId: string
  readonly domain: string
  readonly clientId: string
  readonly clientSecret: string
  readonly apiId: string
  readonly stacks: Readonly<Record<'cognito' | 'api', string>>
}

/** Reads what is deployed, with AWS's own SDK. */
export async function readExample(target: { origin: string; region: string }): Promise<DeployedExample> {
  const { cloudFormation, cognito } = awsClients(target)
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
  const cognitoStack = stackWith(Stacks, 'CognitoStack')
  const apiStack = stackWith(Stacks, 'ApiGatewayStack')
  const resource = async (stack: string, type: string) => {
    const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }))
    return StackResources?.find((candidate) => candidate.ResourceType === type)?.PhysicalResourceId ?? ''
  }
  const UserPoolId = await resource(cognitoStack, 'AWS::Cognito::UserPool')
  const ClientId = await resource(cognitoStack, 'AWS::Cognito::UserPoolClient')
  const pool = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
  const client = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
  return {
    poolId: UserPoolId,
    domain: pool.UserPool?.Domain ?? '',
    clientId: ClientId,
    clientSecret: client.UserPoolClient?.ClientSecret ?? '',
    apiId: await resource(apiStack, 'AWS::ApiGateway::RestApi'),
    stacks: { cognito: cognitoStack, api: apiStack },
  }
}

function stackWith(stacks: readonly Stack[], part: string): string {
  const name = stacks.find((stack) => stack.StackName?.includes(part))?.StackName
  if (!name) throw new Error(`no stack with ${part} in its name`)
  return name
}

export async function exampleToken(origin: string, example: DeployedExample) {
  const response = await requestToken({ origin, ...example })
  if (response.status !== 200) throw new Error(`no token: ${response.status} ${await response.text()}`)
  return (await response.json()) as { access_token: string; expires_in: number }
}

/** `GET /awesomeapi` on stage prod, by its path form. */
export function callExample(origin: string, example: DeployedExample, token?: string): Promise<Response> {
  return fetch(`${origin}/_aws/execute-api/${example.apiId}/prod/awesomeapi`, {
    headers: token === undefined ? {} : { authorization: token },
  })
}
