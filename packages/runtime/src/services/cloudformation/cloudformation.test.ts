import { expect, test } from 'vitest'
import { startCloudFormation, thing } from './cloudformation.harness.ts'

const machine = (scopes: readonly string[]) => ({
  Resources: {
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'pool' } },
    Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'partners', UserPoolId: { Ref: 'Pool' } } },
    Server: {
      Type: 'AWS::Cognito::UserPoolResourceServer',
      Properties: {
        Identifier: 'api',
        Name: 'Api',
        UserPoolId: { Ref: 'Pool' },
        Scopes: [
          { ScopeName: 'read', ScopeDescription: 'r' },
          { ScopeName: 'write', ScopeDescription: 'w' },
        ],
      },
    },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      DependsOn: 'Server',
      Properties: {
        UserPoolId: { Ref: 'Pool' },
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: scopes,
      },
    },
    Version: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/client', Type: 'String', Value: { Ref: 'Client' } },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } },
          ],
        },
      },
    },
  },
  Outputs: {
    Pool: { Value: { Ref: 'Pool' } },
    Client: { Value: { Ref: 'Client' } },
    Secret: { Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
  },
})

const more = { Capabilities: ['CAPABILITY_IAM'], Tags: [{ Key: 'team', Value: 'partners' }] }

test('a client-credentials stack: created, updated in place, rolled back with the same ids and secrets, deleted', async () => {
  const cfn = await startCloudFormation()
  const call = cfn.other()
  const outputs = async () =>
    Object.fromEntries(
      ((await cfn.find('S')).Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    )

  expect(await cfn.create('S', machine(['api/read']), more)).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
  })
  const before = await outputs()
  expect(before.Secret).toMatch(/^[a-z0-9]{40,}$/)
  const { UserPool } = await call('cognito-idp', 'DescribeUserPool', { UserPoolId: before.Pool ?? '' })
  expect(UserPool?.UserPoolTags).toMatchObject({ team: 'partners', 'aws:cloudformation:logical-id': 'Pool' })

  const scopes = async () => {
    const input = { UserPoolId: before.Pool ?? '', ClientId: before.Client ?? '' }
    return (await call('cognito-idp', 'DescribeUserPoolClient', input)).UserPoolClient?.AllowedOAuthScopes
  }
  await cfn.update('S', machine(['api/read', 'api/write']), more)
  expect(await outputs()).toEqual(before)
  expect(await scopes()).toEqual(['api/read', 'api/write'])

  // A scope that the server does not have: everything is as it was.
  const failing = machine(['api/none'])
  expect((await cfn.update('S', failing, more)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await outputs()).toEqual(before)
  expect(await scopes()).toEqual(['api/read', 'api/write'])
  const failed = (await cfn.events('S')).find((line) => line.startsWith('Client UPDATE_FAILED'))
  expect(failed).toMatch(/\(Service: CognitoIdentityProvider, Status Code: 400, .*HandlerErrorCode: InvalidRequest\)$/)

  const stack = await cfn.remove('S')
  expect(stack.StackStatus).toBe('DELETE_COMPLETE')
  expect((await call('cognito-idp', 'ListUserPools', { MaxResults: 10 })).UserPools).toEqual([])
  expect((await call('iam', 'ListRoles', {})).Roles).toEqual([])
  await expect(call('ssm', 'GetParameter', { Name: '/client' })).rejects.toThrow()
})

/** Each resource needs the one before it. */
function chainOf(count: number, Value: string) {
  const value = (i: number) => (i === 0 ? Value : { 'Fn::GetAtt': [`R${i - 1}`, 'Value'] })
  const entries = Array.from({ length: count }, (_, i) => [`R${i}`, thing({ Value: value(i) })])
  return { Resources: Object.fromEntries(entries) }
}

test('cost grows with the number of resources, not with its square', async () => {
  const cfn = await startCloudFormation()
  const timesOf = async (count: number) => {
    const name = `Chain${count}`
    const begun = performance.now()
    expect((await cfn.create(name, chainOf(count, 'a'))).StackStatus).toBe('CREATE_COMPLETE')
    expect((await cfn.update(name, chainOf(count, 'b'))).StackStatus).toBe('UPDATE_COMPLETE')
    expect((await cfn.remove(name)).StackStatus).toBe('DELETE_COMPLETE')
    return performance.now() - begun
  }
  await timesOf(50)
  const small = await timesOf(100)
  const large = await timesOf(500)
  // Linear would be 5, quadratic 25.
  expect(large / small).toBeLessThan(12)
}, 60_000)
