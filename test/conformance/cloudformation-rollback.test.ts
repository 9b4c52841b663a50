import {
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetMethodCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway'
import { ContinueUpdateRollbackCommand, RollbackStackCommand } from '@aws-sdk/client-cloudformation'
import {
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  ListResourceServersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { protectedStack } from '../support/protected-stack.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'
import { keysOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const account = '777700000002'
const { cloudFormation, cognito, apiGateway } = awsClients({ origin, account })
const stacks = stacksOf(cloudFormation)

const UNKNOWN_SCOPE = { scopes: ['orders/fly'] }
const statuses = async (name: string) =>
  (await stacks.events(name)).map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)

/** A deployed stack, what it is made of, and a token that it gave. */
async function deployed(domain: string) {
  const name = uniqueName('rollback')
  const template = (settings: Partial<Parameters<typeof protectedStack>[0]> = {}) =>
    protectedStack({ domain, ...settings })
  const stack = await stacks.create(name, template())
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  const ids = await stacks.ids(name)
  const { UserPoolClient } = await describeClient(ids)
  const client = { domain, clientId: ids.Client ?? '', clientSecret: UserPoolClient?.ClientSecret ?? '' }
  const { access_token: token } = await tokenFor(origin, client)
  const call = async (authorization?: string) => {
    const headers = authorization === undefined ? undefined : { authorization }
    const response = await fetch(`${origin}/_aws/execute-api/${ids.Api}/prod/orders`, { headers })
    return [response.status, await response.text()]
  }
  return { name, template, ids, client, token, call }
}

const describeClient = (ids: Record<string, string>) =>
  cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: ids.Pool, ClientId: ids.Client }))

/** Everything that can be read of the resources, without the moments at which they were written. */
async function stateOf(ids: Record<string, string>): Promise<unknown> {
  const UserPoolId = ids.Pool
  const restApiId = ids.Api
  const state = {
    pool: (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool,
    client: (await describeClient(ids)).UserPoolClient,
    servers: (await cognito.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50 }))).ResourceServers,
    domain: (await cognito.send(new DescribeUserPoolDomainCommand({ Domain: ids.Domain }))).DomainDescription,
    keys: await keysOf(origin, UserPoolId ?? ''),
    method: await apiGateway.send(new GetMethodCommand({ restApiId, resourceId: ids.Resource, httpMethod: 'GET' })),
    stage: await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'prod' })),
    authorizers: (await apiGateway.send(new GetAuthorizersCommand({ restApiId }))).items,
    deployments: (await apiGateway.send(new GetDeploymentsCommand({ restApiId }))).items,
  }
  return JSON.parse(
    JSON.stringify(state, (key, value) =>
      ['$metadata', 'LastModifiedDate', 'lastUpdatedDate'].includes(key) ? undefined : value,
    ),
  )
}

describe('a failed creation', () => {
  it('is rolled back: every resource goes, the stack stays to be read and deleted', async () => {
    const name = uniqueName('failed')
    const stack = await stacks.create(name, protectedStack({ domain: uniqueName('failed'), ...UNKNOWN_SCOPE }))
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    const events = await stacks.events(name)
    const failure = events.find((event) => event.ResourceStatus === 'CREATE_FAILED')
    expect(failure?.LogicalResourceId).toBe('Client')
    expect(failure?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: "Invalid scope requested: orders\/fly \(Service: CognitoIdentityProvider, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: \w+\)$/,
    )
    const rollback = events.find((event) => event.ResourceStatus === 'ROLLBACK_IN_PROGRESS')
    expect(rollback?.ResourceStatusReason).toContain('The following resource(s) failed to create: [')
    expect(rollback?.ResourceStatusReason).toContain('Client')
    const pool = events.find((e) => e.LogicalResourceId === 'Pool' && e.ResourceStatus === 'CREATE_COMPLETE')
    const gone = cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool?.PhysicalResourceId }))
    expect((await refusalOf(gone)).name).toBe('ResourceNotFoundException')
    const made = events.filter((e) => e.ResourceStatus === 'CREATE_COMPLETE').map((e) => e.LogicalResourceId)
    const deleted = events.filter((e) => e.ResourceStatus === 'DELETE_COMPLETE').map((e) => e.LogicalResourceId)
    expect(deleted).toEqual(expect.arrayContaining(made))
    expect((await refusalOf(stacks.update(name, protectedStack({ domain: 'x' })))).message).toBe(
      `Stack:${stack.StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    )
    expect((await stacks.delete(name)).StackStatus).toBe('DELETE_COMPLETE')
  })

  it('stops where it is with rollback disabled, and is rolled back or continued later', async () => {
    const domain = uniqueName('paused')
    const failing = protectedStack({ domain, ...UNKNOWN_SCOPE })
    for (const end of ['rolled back', 'continued']) {
      const name = uniqueName('paused')
      const stack = await stacks.create(name, failing, { DisableRollback: true })
      expect(stack.StackStatus).toBe('CREATE_FAILED')
      const { Pool } = await stacks.ids(name)
      await cognito.send(new DescribeUserPoolCommand({ UserPoolId: Pool }))
      if (end === 'rolled back') {
        await cloudFormation.send(new RollbackStackCommand({ StackName: name }))
        expect((await stacks.settled(name)).StackStatus).toBe('ROLLBACK_COMPLETE')
        const gone = cognito.send(new DescribeUserPoolCommand({ UserPoolId: Pool }))
        expect((await refusalOf(gone)).name).toBe('ResourceNotFoundException')
      } else {
        const continued = await stacks.update(name, protectedStack({ domain }), { DisableRollback: true })
        expect(continued.StackStatus).toBe('UPDATE_COMPLETE')
        expect((await stacks.ids(name)).Pool).toBe(Pool)
      }
    }
  })

  it('is deleted when that was asked for', async () => {
    const failing = protectedStack({ domain: uniqueName('gone'), ...UNKNOWN_SCOPE })
    const stack = await stacks.create(uniqueName('gone'), failing, { OnFailure: 'DELETE' })
    expect(stack.StackStatus).toBe('DELETE_COMPLETE')
  })
})

describe('a failed update', () => {
  it('is rolled back to exactly what was: ids, secret, keys, settings, and what is served', async () => {
    const { name, template, ids, client, token, call } = await deployed(uniqueName('restored'))
    const before = await stateOf(ids)
    const other = { Added: { Type: 'AWS::Cognito::UserPool' } }
    const broken = template({ minutes: 15, message: 'changed', extra: other })
    const failing = {
      ...broken,
      Resources: {
        ...broken.Resources,
        Pool: {
          Type: 'AWS::Cognito::UserPool',
          Properties: { Policies: { PasswordPolicy: { MinimumLength: 30 } }, UserPoolTags: { a: 'b' } },
        },
        // Comes last, when all the others have been changed.
        Late: {
          Type: 'AWS::Cognito::UserPoolClient',
          DependsOn: [...Object.keys(broken.Resources)],
          Properties: {
            UserPoolId: { Ref: 'Pool' },
            GenerateSecret: true,
            AllowedOAuthFlows: ['client_credentials'],
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthScopes: ['orders/fly'],
          },
        },
      },
    }
    const stack = await stacks.update(name, failing)
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    const seen = await statuses(name)
    expect(seen).toContain('Pool UPDATE_COMPLETE')
    expect(seen).toContain('Added DELETE_COMPLETE')
    for (const logicalId of ['Pool', 'Client', 'Api', 'Domain']) {
      expect(seen.filter((status) => status.startsWith(`${logicalId} DELETE`))).toEqual([])
    }
    expect(await stacks.ids(name)).toEqual(ids)
    expect(await stateOf(ids)).toEqual(before)
    expect((await tokenFor(origin, client)).expires_in).toBe(3600)
    expect(await call(token)).toEqual([200, 'hello'])
    expect(await call()).toEqual([401, '{"message":"Unauthorized"}'])

    const again = await stacks.update(name, template({ minutes: 20, message: 'new' }))
    expect(again.StackStatus).toBe('UPDATE_COMPLETE')
    expect((await tokenFor(origin, client)).expires_in).toBe(1200)
    expect(await call(token)).toEqual([200, 'new'])
  })

  it('brings back what it had replaced, and what it wanted to remove was never gone', async () => {
    const domain = uniqueName('kept')
    const { name, template, ids, client, token, call } = await deployed(domain)
    // A secret cannot be taken away from a client: it would be replaced, and here it fails afterwards.
    const { Domain, ...rest } = template().Resources as Record<string, object>
    const failing = {
      Resources: {
        ...rest,
        Client: {
          Type: 'AWS::Cognito::UserPoolClient',
          Properties: { UserPoolId: { Ref: 'Pool' }, GenerateSecret: false, ClientName: 'replacement' },
        },
        Fails: {
          Type: 'AWS::Cognito::UserPoolResourceServer',
          DependsOn: 'Client',
          Properties: { UserPoolId: { Ref: 'Pool' }, Identifier: 'orders', Name: 'the same again' },
        },
      },
    }
    expect(Domain).toBeDefined()
    expect((await stacks.update(name, failing)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await stacks.ids(name)).toEqual(ids)
    await tokenFor(origin, client)
    expect(await call(token)).toEqual([200, 'hello'])
  })

  it('stops where it is with rollback disabled, and is rolled back later', async () => {
    const { name, template, ids, client } = await deployed(uniqueName('stopped'))
    const before = await stateOf(ids)
    const failing = template({ message: 'changed', ...UNKNOWN_SCOPE })
    const stopped = await stacks.update(name, failing, { DisableRollback: true })
    expect(stopped.StackStatus).toBe('UPDATE_FAILED')
    await cloudFormation.send(new RollbackStackCommand({ StackName: name }))
    expect((await stacks.settled(name)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await stateOf(ids)).toEqual(before)
    await tokenFor(origin, client)
  })

  it('whose rollback fails can go on without what is in its way', async () => {
    const { name, template, ids, call } = await deployed(uniqueName('blocked'))
    const Fails = {
      Type: 'AWS::Cognito::UserPoolResourceServer',
      DependsOn: ['Client', 'Stage'],
      Properties: { UserPoolId: { Ref: 'Pool' }, Identifier: 'orders', Name: 'the same again' },
    }
    const failing = template({ minutes: 5, message: 'changed', extra: { Fails } })
    expect((await stacks.update(name, failing, { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED')
    // Somebody else deletes what the rollback has to change back.
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: ids.Pool, ClientId: ids.Client }))
    await cloudFormation.send(new RollbackStackCommand({ StackName: name }))
    expect((await stacks.settled(name)).StackStatus).toBe('UPDATE_ROLLBACK_FAILED')
    await cloudFormation.send(new ContinueUpdateRollbackCommand({ StackName: name, ResourcesToSkip: ['Client'] }))
    expect((await stacks.settled(name)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    const skipped = (await stacks.events(name)).filter((event) => event.LogicalResourceId === 'Client').at(-1)
    expect(skipped?.ResourceStatus).toBe('UPDATE_COMPLETE')
    expect(skipped?.ResourceStatusReason).toBe('Resource skipped during UpdateRollback')
    const other = { domain: ids.Domain ?? '', ...(await addClient(cognito, ids.Pool ?? '')) }
    expect(await call((await tokenFor(origin, other)).access_token)).toEqual([200, 'hello'])
  })
})
