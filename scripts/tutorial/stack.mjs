// What the tutorial reads off the AWS console, asked of the APIs instead.
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'

/** Finds the deployed example: { poolId, clientId, clientSecret, domain, endpoint }. */
export async function findDeployedExample(clientConfig) {
  const cloudFormation = new CloudFormationClient(clientConfig)
  const cognito = new CognitoIdentityProviderClient(clientConfig)
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
  const cognitoStack = stackNamed(Stacks, 'CognitoStack')
  const apiStack = stackNamed(Stacks, 'ApiGatewayStack')

  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: cognitoStack.StackName }),
  )
  const idOf = (type) => StackResources.find((resource) => resource.ResourceType === type)?.PhysicalResourceId
  const poolId = idOf('AWS::Cognito::UserPool')
  const clientId = idOf('AWS::Cognito::UserPoolClient')

  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }),
  )
  const endpoint = apiStack.Outputs.find((output) => output.OutputKey.includes('Endpoint')).OutputValue
  return { poolId, clientId, clientSecret: UserPoolClient.ClientSecret, domain: UserPool.Domain, endpoint }
}

function stackNamed(stacks, part) {
  const stack = stacks.find((candidate) => candidate.StackName.includes(part))
  if (!stack) throw new Error(`no stack of the example with "${part}" in its name is deployed`)
  return stack
}
