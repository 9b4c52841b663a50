import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WITHOUT_LINT } from '../support/cdk.ts'
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
  proxy = await proxyEnvironment(process.execPath)
  expect(Object.keys(proxy)).not.toContain('AWS_ENDPOINT_URL')
})
afterAll(async () => {
  await sallyport.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function proxyEnvironment(node: string): Promise<Record<string, string>> {
  const { code, stdout, output } = await run(node, [
    cliPath,
    'env',
    '--proxy',
    '--format',
    'json',
    '--data-dir',
    dataDir,
  ])
  expect(code, output).toBe(0)
  return JSON.parse(stdout) as Record<string, string>
}

async function cdk(...args: string[]): Promise<Finished> {
  const env = { ...proxy, ...WITHOUT_LINT }
  const result = await run(cdkPath, [...args, '--output', join(folder, 'cdk.out')], { cwd: examplePath, env })
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

if (!existsSync(awsCliPath)) console.warn(`skipped: there is no AWS CLI at ${awsCliPath}; npm test installs it`)
it.skipIf(!existsSync(awsCliPath))('answers the AWS CLI without any endpoint setting', async () => {
  const args = ['cognito-idp', 'describe-user-pool', '--user-pool-id', example.poolId, '--query', 'UserPool.Id']
  const { code, stdout, output } = await run(awsCliPath, [...args, '--output', 'text'], { env: proxy })
  expect(code, output).toBe(0)
  expect(stdout.trim()).toBe(example.poolId)
})

const nodes = [{ version: process.versions.node, path: process.execPath }, ...otherNodes]
for (const { version, path } of nodes) {
  if (!existsSync(path))
    console.warn(`skipped: Node ${version} is not installed at ${path}; npm test installs it on Linux`)
}
describe.each(nodes.filter(({ path }) => existsSync(path)))('programs on Node $version, with nothing set', (node) => {
  let env: Record<string, string>
  beforeAll(async () => {
    env = await proxyEnvironment(node.path)
  })

  async function program(text: string, ...args: string[]): Promise<string> {
    const script = join(folder, 'program.mjs')
    writeFileSync(script, `${preamble}${text}`)
    const { code, stdout, stderr, output } = await run(node.path, [script, root, ...args], { env })
    expect(code, output).toBe(0)
    expect(stderr).not.toContain('experimental')
    return stdout.trim()
  }

  it('aws-jwt-verify and jose get the keys from cognito-idp.us-east-1.amazonaws.com', async () => {
    const { poolId, clientId } = example
    expect(await program(awsJwtVerifyScript, poolId, clientId, token)).toBe(clientId)
    expect(await program(joseScript, poolId, token)).toBe(clientId)
  })

  it('SDK v3 is answered, with an agent of its own, the user’s or https-proxy-agent', async () => {
    expect(await program(sdkScript, example.poolId)).toBe([example.poolId, example.poolId, example.poolId].join(' '))
  })

  it('fetch is let in with the token', async () => {
    const url = `https://${example.apiId}.execute-api.us-east-1.amazonaws.com/prod/awesomeapi`
    expect(await program(fetchScript, url, token)).toBe(
      '401 200 {"statusCode":200,"message":"Hello From Protected Resource"}',
    )
  })

  it('OAuth libraries find their way from the issuer to a token', async () => {
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${example.poolId}`
    const answer = await program(oauthScript, issuer, example.clientId, example.clientSecret, SCOPE)
    expect(answer.split('\n')).toEqual(['openid-client 3600', 'oauth4webapi 3600'])
  })

  it('a name that is not emulated is refused, with the reason', async () => {
    expect(await program(refusedScript)).toMatch(/^http:.* opened no tunnel to example\.com:443: 403 .* not emulated/)
  })
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

const preamble = `
import { createRequire } from 'node:module'
const require = createRequire(process.argv[2] + '/test/package.json')
const args = process.argv.slice(3)
`

const awsJwtVerifyScript = `
const { CognitoJwtVerifier } = require('aws-jwt-verify')
const [userPoolId, clientId, token] = args
const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' })
console.log((await verifier.verify(token)).client_id)
`

const joseScript = `
const { createRemoteJWKSet, jwtVerify } = require('jose')
const [poolId, token] = args
const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/' + poolId
const keys = createRemoteJWKSet(new URL(issuer + '/.well-known/jwks.json'))
console.log((await jwtVerify(token, keys, { issuer })).payload.client_id)
`

const fetchScript = `
const [url, token] = args
const refused = await fetch(url)
const letIn = await fetch(url, { headers: { Authorization: token } })
console.log(refused.status, letIn.status, await letIn.text())
`

const oauthScript = `
const openid = require('openid-client')
const oauth = require('oauth4webapi')
const [issuer, id, secret, scope] = args
const configuration = await openid.discovery(new URL(issuer), id, undefined, openid.ClientSecretBasic(secret))
const first = await openid.clientCredentialsGrant(configuration, { scope })
console.log('openid-client', first.expires_in)
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer)))
const client = { client_id: id }
const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretPost(secret), { scope })
console.log('oauth4webapi', (await oauth.processClientCredentialsResponse(server, client, answer)).expires_in)
`

const sdkScript = `
const { Agent } = require('node:https')
const { CognitoIdentityProviderClient, DescribeUserPoolCommand } = require('@aws-sdk/client-cognito-identity-provider')
const { NodeHttpHandler } = require('@smithy/node-http-handler')
const { HttpsProxyAgent } = require('https-proxy-agent')
const handlers = [undefined, new Agent({ keepAlive: true }), new HttpsProxyAgent(process.env.HTTPS_PROXY)].map(
  (httpsAgent) => httpsAgent && new NodeHttpHandler({ httpsAgent }))
const ids = await Promise.all(handlers.map(async (requestHandler) => {
  const client = new CognitoIdentityProviderClient({ requestHandler })
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: args[0] }))
  client.destroy()
  return UserPool.Id
}))
console.log(ids.join(' '))
`

const refusedScript = `
const { Agent, get } = require('node:https')
get('https://example.com/', { agent: new Agent() }).on('error', (error) => console.log(error.message))
`
