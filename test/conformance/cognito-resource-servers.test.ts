import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const { cognito } = awsClients({ origin: inject('origin'), account: '555500000094' })

async function createPool(): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'servers' }))
  return UserPool?.Id ?? ''
}

let UserPoolId: string
beforeAll(async () => {
  UserPoolId = await createPool()
  const Scopes = ['read', 'write'].map((name) => ({ ScopeName: name, ScopeDescription: name }))
  await cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: 'orders', Name: 'Orders', Scopes }))
})

describe('a resource server', () => {
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'reading' }]

  it('is created, updated as a whole, described and deleted (cognito 4.1, 4.2, 4.3, 4.5)', async () => {
    const own = await createPool()
    const at = { UserPoolId: own, Identifier: 'https://api.example.com/v1' }
    const made = await cognito.send(new CreateResourceServerCommand({ ...at, Name: 'API', Scopes }))
    expect(made.ResourceServer).toEqual({ ...at, Name: 'API', Scopes })
    const described = async () => (await cognito.send(new DescribeResourceServerCommand(at))).ResourceServer
    expect(await described()).toEqual({ ...at, Name: 'API', Scopes })
    await cognito.send(new UpdateResourceServerCommand({ ...at, Name: 'Renamed' }))
    const renamed = await described()
    expect(renamed?.Name).toBe('Renamed')
    expect(renamed?.Scopes ?? []).toEqual([])
    await cognito.send(new DeleteResourceServerCommand(at))
    expect((await refusalOf(described())).name).toBe('ResourceNotFoundException')
  })

  it('is listed in pages (cognito 4.12)', async () => {
    const own = await createPool()
    const identifiers = ['a', 'b', 'c', 'd', 'e']
    for (const Identifier of identifiers) {
      await cognito.send(new CreateResourceServerCommand({ UserPoolId: own, Identifier, Name: Identifier }))
    }
    const listed: string[] = []
    let NextToken: string | undefined
    do {
      const page = await cognito.send(new ListResourceServersCommand({ UserPoolId: own, MaxResults: 2, NextToken }))
      listed.push(...(page.ResourceServers ?? []).map((server) => server.Identifier ?? ''))
      NextToken = page.NextToken
    } while (NextToken)
    expect(listed.sort()).toEqual(identifiers)
  })

  it('is refused twice, and with names that break the rules (cognito 4.4, 4.6)', async () => {
    const again = cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: 'orders', Name: 'Orders' }))
    expect((await refusalOf(again)).name).toBe('InvalidParameterException')
    const slash = [{ ScopeName: 'a/b', ScopeDescription: 'x' }]
    const input = { UserPoolId, Identifier: 'slash', Name: 'x', Scopes: slash }
    const refusal = await refusalOf(cognito.send(new CreateResourceServerCommand(input)))
    expect(refusal.name).toBe('InvalidParameterException')
    expect(refusal.message).toContain('regular expression pattern: [\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+')
  })

  const server = (given: object) =>
    cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: uniqueName('s'), Name: 'N', ...given }))
  const scope = (ScopeName: string, ScopeDescription = 'd') => ({ Scopes: [{ ScopeName, ScopeDescription }] })
  it.each<[string, object[], object[]]>([
    [
      'an identifier (cognito 4a)',
      [{ Identifier: `https://${uniqueName('api')}.example.com/v1` }, { Identifier: uniqueName('x').padEnd(256, 'x') }],
      [{ Identifier: 'a b' }, { Identifier: 'a"b' }, { Identifier: 'a\\b' }, { Identifier: 'x'.repeat(257) }],
    ],
    ['a name (cognito 4b)', [{ Name: 'A + B, C.=@-' }, { Name: 'n'.repeat(256) }], [{ Name: '' }, { Name: 'a/b' }]],
    ['a scope (cognito 4c)', [scope('read:all')], [scope('a/b'), scope('a b'), scope('s'.repeat(257)), scope('')]],
    [
      'what a scope is for (cognito 4d)',
      [scope('read', 'd'.repeat(256))],
      [scope('read', ''), scope('r', 'd'.repeat(257))],
    ],
  ])('has %s as AWS’s model has it', async (_, good, bad) => {
    for (const given of good) expect((await server(given)).ResourceServer).toMatchObject(given)
    for (const given of bad) expect((await refusalOf(server(given))).name).toBe('InvalidParameterException')
  })

  it.each(['a b', 'a"b', 'a\\b', 'x'.repeat(257), ''])('is named by no client as %j (cognito 4h)', async (name) => {
    const settings = {
      AllowedOAuthScopes: [name],
      AllowedOAuthFlows: ['code' as const],
      AllowedOAuthFlowsUserPoolClient: true,
    }
    const client = { UserPoolId, ClientName: 'c', CallbackURLs: ['https://example.com/'], ...settings }
    expect((await refusalOf(cognito.send(new CreateUserPoolClientCommand(client)))).name).toBe(
      'InvalidParameterException',
    )
  })
})
