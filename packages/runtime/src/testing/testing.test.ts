import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type DenialMatchers,
  DeploymentFailure,
  denialMatchers,
  manualClock,
  perTest,
  type Sallyport,
  startSallyport,
  TokenRefused,
} from '../testing.ts'
import { partnerStack } from './partner-stack.harness.ts'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter is vitest's own.
  interface Matchers<T = any> extends DenialMatchers<T> {}
}

const START = Date.UTC(2030, 0, 1)
const world = perTest(
  { beforeAll, beforeEach, afterAll },
  (aws) => aws.deploy<{ Url: string }>(partnerStack(), { stackName: 'orders' }),
  { clock: manualClock(START), region: 'eu-west-1', account: '222222222222' },
)
expect.extend(denialMatchers(() => world.aws))

async function call(aws: Sallyport, authorization?: string): Promise<Response> {
  return aws.fetch(world.prepared.outputs.Url, authorization === undefined ? {} : { headers: { authorization } })
}

describe('a deployed stack', () => {
  it('gives tokens to its clients by name or id, and lets them in', async () => {
    const { aws, prepared } = world
    for (const client of ['partner', prepared.id('Client'), prepared.id('AWS::Cognito::UserPoolClient')]) {
      const response = await call(aws, await aws.token(client, 'orders/read'))
      expect([response.status, await response.json()]).toEqual([200, ['order']])
    }
    expect(prepared.outputs.Url).toMatch(/\.execute-api\.eu-west-1\.amazonaws\.com\/prod\/$/)
    expect(prepared.outputsOf('orders')).toEqual(prepared.outputs)
  })

  it('tells why a call was refused', async () => {
    const { aws } = world
    expect(await call(aws)).toBeDeniedBecause('token-missing')
    const denied = await call(aws, await aws.token('partner', 'orders/write'))
    expect(denied.status).toBe(401)
    expect(denied).toBeDeniedBecause('scopes')
    expect(aws.explain(denied).advice).toContain('orders/read')
    expect(() => expect(denied).toBeDeniedBecause('token-expired')).toThrow(
      /denied because of token-expired[\s\S]*because of scopes[\s\S]*orders\/read/,
    )
    expect(() => aws.explain('nothing')).toThrow(/no request nothing is kept/)
    expect(() => aws.explain(new Response())).toThrow(/it came from no API/)
  })

  it('tells why a token was refused', async () => {
    const refused = await world.aws.token('partner', 'orders/none').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TokenRefused)
    expect((refused as TokenRefused).error).toBe('invalid_scope')
    expect((refused as TokenRefused).response).toBeDeniedBecause('scope-unknown')
    await expect(world.aws.token('nobody')).rejects.toThrow('no app client is called nobody; there are: partner')
  })

  it('lets time pass, and goes back', async () => {
    const { aws } = world
    const token = await aws.token('partner', 'orders/read')
    await aws.clock.advance('61m')
    expect(aws.clock.now()).toBe(START + 3_660_000)
    expect(await call(aws, token)).toBeDeniedBecause('token-expired')
    await expect(aws.clock.advance('soon')).rejects.toThrow('soon is no duration')
  })

  it('is as it was, whatever the test before did', async () => {
    const { aws } = world
    expect(aws.clock.now()).toBe(START)
    await aws.destroy(partnerStack(), { stackName: 'orders' })
    expect((await call(aws)).status).toBe(403)
  })

  it('is there again', async () => {
    expect((await call(world.aws)).status).toBe(401)
    await world.aws.deploy(partnerStack({ minutes: 30 }), { stackName: 'orders' })
  })

  it('is asked by clients of the SDK', async () => {
    const { aws } = world
    const { UserPools } = await new CognitoIdentityProviderClient(aws.clientConfig()).send(
      new ListUserPoolsCommand({ MaxResults: 10 }),
    )
    expect(UserPools).toHaveLength(1)
    const s3 = new S3Client(aws.clientConfig())
    await s3.send(new CreateBucketCommand({ Bucket: 'things' }))
    const key = "a b!'()*+?&=.txt"
    await s3.send(new PutObjectCommand({ Bucket: 'things', Key: key, Body: Buffer.from('text') }))
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'things', Key: key }))
    expect(await Body?.transformToString()).toBe('text')
    expect(await aws.logs('nothing')).toEqual([])
  })

  it('names what it holds', () => {
    const { prepared } = world
    expect(() => prepared.id('Nothing')).toThrow(/^no resource fits Nothing: /)
    expect(() => prepared.outputsOf('other')).toThrow('no stack other was deployed, but orders')
  })
})

describe('what can be deployed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-testing-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const Word = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } }

  it('is a template in a file', async () => {
    const path = join(folder, 'template.yaml')
    writeFileSync(
      path,
      'Resources:\n  Word:\n    Type: AWS::SSM::Parameter\n    Properties: {Type: String, Value: x}\n',
    )
    expect((await world.aws.deploy(path)).id('Word')).toMatch(/^CFN-Word-/)
  })

  it('is an app of the CDK, or one of its stacks', async () => {
    // aws-cdk-lib's own check of templates warns only, and takes most of the time.
    vi.stubEnv('CDK_VALIDATION', 'false')
    const { App, CfnOutput, CfnResource, Stack } = await import('aws-cdk-lib')
    const app = new App({ outdir: join(folder, 'cdk.out') })
    for (const name of ['One', 'Two']) {
      const stack = new Stack(app, name)
      const word = new CfnResource(stack, 'Word', { type: Word.Type, properties: Word.Properties })
      new CfnOutput(stack, 'Name', { value: word.ref })
    }
    const [one] = app.node.children
    expect((await world.aws.deploy(one as InstanceType<typeof Stack>)).id('One/Word')).toMatch(/^CFN-Word-/)
    const both = await world.aws.deploy(app)
    expect(Object.keys(both.outputsOf('Two'))).toEqual(['Name'])
    expect(() => both.id('Word')).toThrow('several resources fit Word: One/Word (AWS::SSM::Parameter), Two/Word')
  }, 60_000)

  it('fails in the construct’s name, and as what it is not', async () => {
    const wrong = { Resources: { Word: { ...Word, Properties: { Type: 'Other', Value: 'x' } } } }
    await expect(world.aws.deploy(wrong)).rejects.toBeInstanceOf(DeploymentFailure)
    await expect(world.aws.deploy({} as never)).rejects.toThrow(TypeError)
    await expect(world.aws.deploy(join(folder, 'nowhere'))).rejects.toThrow('ENOENT')
  })
})

it('is not there before it is prepared, and not left open where preparing fails', async () => {
  const hooks: (() => Promise<void>)[] = []
  const keep = (work: () => Promise<void>) => hooks.push(work)
  const failing = perTest({ beforeAll: keep, beforeEach: keep, afterAll: keep }, () => Promise.reject(new Error('no')))
  expect(() => failing.aws).toThrow('there is no AWS yet')
  await expect(hooks[0]?.()).rejects.toThrow('no')
  for (const hook of hooks.slice(1)) await hook()
})

it('serves others on a port where it is asked to', async () => {
  const aws = await startSallyport({ settings: { port: 0 } })
  expect((await fetch(`${aws.origin}/_sallyport/health`)).status).toBe(200)
  await aws[Symbol.asyncDispose]()
  await expect(fetch(`${aws.origin}/_sallyport/health`)).rejects.toThrow()
})
