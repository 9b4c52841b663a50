import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UpdateAccountCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentFor } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { requestToken } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { awsCliPath } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { until } from '../support/until.ts'

const installed = existsSync(awsCliPath)
if (!installed) console.warn(`skipped: the AWS CLI is not installed at ${awsCliPath}; npm test installs it`)

const template = `
Parameters:
  Prefix: { Type: String }
  Minutes: { Type: Number, Default: 60 }
Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Orders:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties: { UserPoolId: !Ref Pool, Identifier: orders, Name: Orders,
      Scopes: [{ ScopeName: read, ScopeDescription: read }] }
  Client:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: Orders
    Properties: { UserPoolId: !Ref Pool, GenerateSecret: true, AllowedOAuthFlows: [client_credentials],
      AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: [orders/read], AccessTokenValidity: !Ref Minutes,
      TokenValidityUnits: { AccessToken: minutes } }
  Domain:
    Type: AWS::Cognito::UserPoolDomain
    Properties: { UserPoolId: !Ref Pool, Domain: !Sub '\${Prefix}-cli' }
Outputs:
  PoolId: { Value: !Ref Pool }
  ClientId: { Value: !Ref Client }
`

describe.skipIf(!installed)('the AWS CLI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-aws-'))
  let sallyport: SallyportProcess
  beforeAll(async () => {
    sallyport = await startSallyport()
    writeFileSync(join(folder, 'template.yaml'), template)
    writeFileSync(join(folder, 'asset.bin'), Buffer.alloc(9 * 1024 * 1024, 7))
  })
  afterAll(async () => {
    await sallyport?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const aws = (...args: string[]) =>
    run(awsCliPath, args, {
      cwd: folder,
      env: environmentFor({ origin: sallyport.origin, region: 'us-east-1', account: '333344445555' }),
    })
  const json = async (...args: string[]) => {
    const { code, stdout, output } = await aws(...args, '--output', 'json')
    expect(code, output).toBe(0)
    return stdout.trim() ? JSON.parse(stdout) : undefined
  }

  it('knows who it is', async () => {
    expect(await json('sts', 'get-caller-identity')).toMatchObject({
      Account: '333344445555',
      Arn: 'arn:aws:iam::333344445555:root',
    })
  })

  it('deploys a template, twice, changes it in place, and deletes it by its ARN', async () => {
    const deploy = ['cloudformation', 'deploy', '--stack-name', 'cli', '--template-file', 'template.yaml']
    const parameters = ['--parameter-overrides', 'Prefix=orders']
    const first = await aws(...deploy, ...parameters)
    expect(first.code, first.output).toBe(0)
    expect((await aws(...deploy, ...parameters)).output).toContain('No changes to deploy')

    const { Stacks } = await json('cloudformation', 'describe-stacks', '--stack-name', 'cli')
    const outputs = Object.fromEntries(
      Stacks[0].Outputs.map((o: { OutputKey: string; OutputValue: string }) => [o.OutputKey, o.OutputValue]),
    )
    const ids = ['--user-pool-id', outputs.PoolId, '--client-id', outputs.ClientId]
    const client = async () => (await json('cognito-idp', 'describe-user-pool-client', ...ids)).UserPoolClient
    const { ClientSecret, AllowedOAuthScopes, AccessTokenValidity } = await client()
    expect(ClientSecret).toMatch(/^[0-9a-v]{45,52}$/)
    expect({ AllowedOAuthScopes, AccessTokenValidity }).toEqual({
      AllowedOAuthScopes: ['orders/read'],
      AccessTokenValidity: 60,
    })
    const machine = {
      origin: sallyport.origin,
      domain: 'orders-cli',
      clientId: outputs.ClientId,
      clientSecret: ClientSecret,
    }
    expect((await requestToken(machine)).status).toBe(200)

    const changed = await aws(...deploy, '--parameter-overrides', 'Minutes=15')
    expect(changed.code, changed.output).toBe(0)
    expect(await client()).toMatchObject({ ClientSecret, AccessTokenValidity: 15, ClientId: outputs.ClientId })
    expect(await (await requestToken(machine)).json()).toMatchObject({ expires_in: 900 })

    const arn = Stacks[0].StackId
    expect((await aws('cloudformation', 'delete-stack', '--stack-name', arn)).code).toBe(0)
    const gone = await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', arn)
    expect(gone.code, gone.output).toBe(0)
    const { UserPools } = await json('cognito-idp', 'list-user-pools', '--max-results', '10')
    expect(UserPools).toEqual([])
  })

  it('shows why a deployment failed', async () => {
    writeFileSync(join(folder, 'broken.yaml'), template.replace('[orders/read]', '[orders/fly]'))
    const deploy = ['cloudformation', 'deploy', '--stack-name', 'broken', '--template-file', 'broken.yaml']
    const failed = await aws(...deploy, '--parameter-overrides', 'Prefix=broken')
    expect(failed.code).not.toBe(0)
    expect(failed.output).toContain('Failed to create/update the stack')
    const { StackEvents } = await json('cloudformation', 'describe-stack-events', '--stack-name', 'broken')
    const reasons = StackEvents.map((event: { ResourceStatusReason?: string }) => event.ResourceStatusReason)
    expect(reasons.join('\n')).toContain('Invalid scope requested: orders/fly')
  })

  it('stores and reads objects, large ones in parts', async () => {
    await json('s3api', 'create-bucket', '--bucket', 'cli-assets-333344445555')
    const copy = await aws('s3', 'cp', 'asset.bin', 's3://cli-assets-333344445555/a/asset.bin')
    expect(copy.code, copy.output).toBe(0)
    expect((await aws('s3', 'ls', 's3://cli-assets-333344445555/a/')).stdout).toContain('9437184 asset.bin')
    const back = await aws('s3', 'cp', 's3://cli-assets-333344445555/a/asset.bin', 'back.bin')
    expect(back.code, back.output).toBe(0)
    expect((await run('cmp', ['asset.bin', 'back.bin'], { cwd: folder })).code).toBe(0)
    expect((await aws('s3', 'rb', 's3://cli-assets-333344445555', '--force')).code).toBe(0)
  })

  it('keeps parameters', async () => {
    await json('ssm', 'put-parameter', '--name', '/app/key', '--value', 'v', '--type', 'SecureString')
    const { Parameter } = await json('ssm', 'get-parameter', '--name', '/app/key', '--with-decryption')
    expect(Parameter).toMatchObject({ Name: '/app/key', Value: 'v', Version: 1 })
  })

  it('builds an API', async () => {
    const api = await json('apigateway', 'create-rest-api', '--name', 'cli')
    const { items } = await json('apigateway', 'get-resources', '--rest-api-id', api.id)
    expect(items).toEqual([{ id: api.rootResourceId, path: '/' }])
  })

  it('reads the logs of an API', async () => {
    const { origin } = sallyport
    const { apiGateway, logs } = awsClients({ origin, account: '333344445555' })
    const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value })
    const role = replace('/cloudwatchRoleArn', 'arn:aws:iam::333344445555:role/logs')
    await apiGateway.send(new UpdateAccountCommand({ patchOperations: [role] }))
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/access' }))
    const { apiId, call } = await createMockApi({ apiGateway, origin }, [{ path: '/' }])
    const patchOperations = [
      replace('/accessLogSettings/destinationArn', 'arn:aws:logs:us-east-1:333344445555:log-group:/app/access'),
      replace('/accessLogSettings/format', '$context.requestId $context.status'),
      replace('/*/*/logging/loglevel', 'INFO'),
    ]
    await apiGateway.send(new UpdateStageCommand({ restApiId: apiId, stageName: 'test', patchOperations }))
    const id = (await call('/')).headers.get('x-amzn-requestid')
    // As `aws logs tail` of version 2 asks; version 1, which is installed here, does not have that command.
    const tailed = async (group: string): Promise<string[]> => {
      const since = ['--start-time', String(Date.now() - 600_000), '--interleaved']
      const { events } = await json('logs', 'filter-log-events', '--log-group-name', group, ...since)
      return events.map(({ message }: { message: string }) => message)
    }
    let lines: string[] = []
    await until('the line of the access log', async () => {
      lines = await tailed('/app/access')
      return lines.length > 0
    })
    expect(lines).toEqual([`${id} 200`])
    expect(await tailed(`API-Gateway-Execution-Logs_${apiId}/test`)).toContain(
      `(${id}) Method completed with status: 200`,
    )
  })

  it('reads AWS’s refusals', async () => {
    const missing = await aws('cognito-idp', 'describe-user-pool', '--user-pool-id', 'us-east-1_AAAAAAAAA')
    expect(missing.code).not.toBe(0)
    expect(missing.output).toContain(
      'An error occurred (ResourceNotFoundException) when calling the DescribeUserPool operation: ' +
        'User pool us-east-1_AAAAAAAAA does not exist.',
    )
    const unknown = await aws('cognito-idp', 'list-identity-providers', '--user-pool-id', 'us-east-1_AAAAAAAAA')
    expect(unknown.output).toContain('ListIdentityProviders')
  })
})
