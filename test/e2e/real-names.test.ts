import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DeployedExample, readExample, SCOPE } from '../support/deployed-example.ts'
import { awsCliPath, cdkPath, cliPath, examplePath, otherNodes, root } from '../support/paths.ts'
import { type Finished, run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

// The tutorial with AWS's own host names: no endpoint variable anywhere, only the proxy of `sallyport env --proxy`.
const folder = mkdtempSync(join(tmpdir(), 'sallyport-names-'))
const dataDir = join(folder, 'data')
let sallyport: SallyportProcess
let proxy: Record<string, string>
let example: DeployedExample
let token: string

beforeAll(async () => {
  sallyport = await startSallyport({ dataDir })
  const env = await run(process.execPath, [cliPath, 'env', '--proxy', '--format', 'json', '--data-dir', dataDir])
  expect(env.code, env.output).toBe(0)
  proxy = {
    ...(JSON.parse(env.stdout) as Record<string, string>),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
  expect(Object.keys(proxy)).not.toContain('AWS_ENDPOINT_URL')
})
afterAll(async () => {
  await sallyport.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function cdk(...args: string[]): Promise<Finished> {
  const result = await run(cdkPath, [...args, '--output', join(folder, 'cdk.out')], { cwd: examplePath, env: proxy })
  expect(result.code, result.output).toBe(0)
  return result
}

const curl = (...args: string[]) => run('curl', ['--silent', '--show-error', ...args], { env: proxy })

it('keeps the key of its certificate authority to its owner', () => {
  const { mode } = statSync(join(dataDir, 'ca.key.pem'))
  expect(mode & 0o777).toBe(0o600)
})

it('bootstraps and deploys with the CDK CLI', async () => {
  await cdk('bootstrap', 'aws://000000000000/us-east-1')
  await cdk('deploy', '--all', '--require-approval', 'never')
  example = await readExample({ origin: sallyport.origin, region: 'us-east-1' })
})

it('is refused without a token by curl', async () => {
  const url = `https://${example.apiId}.execute-api.us-east-1.amazonaws.com/prod/awesomeapi`
  const { code, stdout, output } = await curl('-i', '--request', 'GET', url)
  expect(code, output).toBe(0)
  expect(stdout).toMatch(/HTTP\/2 401 /)
  expect(stdout).toContain('{"message":"Unauthorized"}')
})

it('gives curl a token', async () => {
  const basic = Buffer.from(`${example.clientId}:${example.clientSecret}`).toString('base64')
  const { code, stdout, output } = await curl(
    '--request',
    'POST',
    `https://${example.domain}.auth.us-east-1.amazoncognito.com/oauth2/token`,
    '--header',
    `Authorization: Basic ${basic}`,
    '--header',
    'Content-Type: application/x-www-form-urlencoded',
    '--data-urlencode',
    'grant_type=client_credentials',
    '--data-urlencode',
    `scope=${SCOPE}`,
  )
  expect(code, output).toBe(0)
  token = (JSON.parse(stdout) as { access_token: string }).access_token
})

it('lets curl in with the token', async () => {
  const url = `https://${example.apiId}.execute-api.us-east-1.amazonaws.com/prod/awesomeapi`
  const { stdout } = await curl('--request', 'GET', url, '--header', `Authorization: ${token}`)
  expect(stdout).toBe('{"statusCode":200,"message":"Hello From Protected Resource"}')
})

it('gives curl a token for a secret in the body, and AWS’s refusal for a wrong one', async () => {
  const url = `https://${example.domain}.auth.us-east-1.amazoncognito.com/oauth2/token`
  const ask = (secret: string) => {
    const form = ['grant_type=client_credentials', `client_id=${example.clientId}`, `client_secret=${secret}`]
    return curl('--write-out', ' %{http_code}', url, ...form.flatMap((field) => ['--data-urlencode', field]))
  }
  expect((await ask(example.clientSecret)).stdout).toMatch(/^\{"access_token":"[\w.-]+".*\} 200$/)
  expect((await ask('wrong')).stdout).toBe('{"error":"invalid_client","error_description":"invalid_client_secret"} 400')
})

const node24 = otherNodes.find(({ version }) => version.startsWith('24.'))?.path ?? ''
it.skipIf(!existsSync(node24))(
  'leads OAuth libraries from the issuer to a token, with nothing of their own set',
  async () => {
    const script = join(folder, 'oauth.mjs')
    writeFileSync(script, oauthScript)
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${example.poolId}`
    const args = [script, root, issuer, example.clientId, example.clientSecret, SCOPE]
    const { code, stdout, output } = await run(node24, args, { env: proxy })
    expect(code, output).toBe(0)
    expect(stdout.trim().split('\n')).toEqual(['openid-client 3600', 'oauth4webapi 3600'])
  },
)

it.skipIf(!existsSync(awsCliPath))('answers the AWS CLI without any endpoint setting', async () => {
  const args = ['cognito-idp', 'describe-user-pool', '--user-pool-id', example.poolId, '--query', 'UserPool.Id']
  const { code, stdout, output } = await run(awsCliPath, [...args, '--output', 'text'], { env: proxy })
  expect(code, output).toBe(0)
  expect(stdout.trim()).toBe(example.poolId)
})

it('serves aws-jwt-verify its keys from cognito-idp.us-east-1.amazonaws.com', async () => {
  const script = join(folder, 'verify.mjs')
  writeFileSync(script, verifierScript)
  const args = [script, root, example.poolId, example.clientId, token]
  const { code, stdout, output } = await run(process.execPath, args, { env: proxy })
  expect(code, output).toBe(0)
  expect(stdout.trim()).toBe(example.clientId)
})

it('answers SDK v3 without any endpoint setting', async () => {
  const script = join(folder, 'sdk.mjs')
  writeFileSync(script, sdkScript)
  const { code, stdout, output } = await run(process.execPath, [script, root, example.poolId], { env: proxy })
  expect(code, output).toBe(0)
  expect(stdout.trim()).toBe(example.poolId)
})

it('refuses a name that it does not emulate, and says so', async () => {
  const { code, output } = await curl('https://example.com/')
  expect(code).not.toBe(0)
  expect(output).toContain('CONNECT')
  const plain = await curl('--proxy', proxy.HTTPS_PROXY ?? '', 'http://example.com/')
  expect(plain.stdout).toContain('example.com')
  expect(plain.stdout).toContain('not emulated')
})

it('destroys with the CDK CLI', async () => {
  await cdk('destroy', '--all', '--force')
})

// A tunnelling agent as users of Node's https and of SDK v3 have it, since Node itself heeds the variables only from 24 on.
const tunnel = `
import { createRequire } from 'node:module'
const require = createRequire(process.argv[2] + '/test/package.json')
const { HttpsProxyAgent } = require('https-proxy-agent')
const agent = new HttpsProxyAgent(process.env.HTTPS_PROXY)
`

const verifierScript = `${tunnel}
const { CognitoJwtVerifier } = require('aws-jwt-verify')
const { SimpleJwksCache } = require('aws-jwt-verify/jwk')
const { SimpleFetcher } = require('aws-jwt-verify/https')
const [, , , userPoolId, clientId, token] = process.argv
const fetcher = new SimpleFetcher({ defaultRequestOptions: { agent } })
const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' },
  { jwksCache: new SimpleJwksCache({ fetcher }) })
console.log((await verifier.verify(token)).client_id)
`

const oauthScript = `
import { createRequire } from 'node:module'
const require = createRequire(process.argv[2] + '/test/package.json')
const openid = require('openid-client')
const oauth = require('oauth4webapi')
const [, , , issuer, id, secret, scope] = process.argv
const configuration = await openid.discovery(new URL(issuer), id, undefined, openid.ClientSecretBasic(secret))
const first = await openid.clientCredentialsGrant(configuration, { scope })
console.log('openid-client', first.expires_in)
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer)))
const client = { client_id: id }
const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretPost(secret), { scope })
console.log('oauth4webapi', (await oauth.processClientCredentialsResponse(server, client, answer)).expires_in)
`

const sdkScript = `${tunnel}
const { CognitoIdentityProviderClient, DescribeUserPoolCommand } = require('@aws-sdk/client-cognito-identity-provider')
const { NodeHttpHandler } = require('@smithy/node-http-handler')
const client = new CognitoIdentityProviderClient({ requestHandler: new NodeHttpHandler({ httpsAgent: agent }) })
const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: process.argv[3] }))
console.log(UserPool.Id)
`
