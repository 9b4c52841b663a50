// Makes docs/images/sign-in.png: the sign-in page of a user pool's domain, after a wrong password.
// `node scripts/docs/sign-in-picture.mjs`; needs Chromium.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { serverReady } from '../server-ready.mjs'
import { ensureBuilt, root } from '../setup.mjs'

const cli = join(root, 'packages', 'runtime', 'bin', 'sallyport.js')
const picture = join(root, 'docs', 'images', 'sign-in.png')
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const CALLBACK = 'http://localhost:3000/callback'

ensureBuilt()
const server = spawn(process.execPath, [cli, 'start', '--port', '0', '--memory'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const origin = await serverReady(server)
  await takePicture(await signInPage(origin))
} finally {
  server.kill()
}

/** A pool where people sign up by email, and the address of its sign-in page. */
async function signInPage(origin) {
  // AWS's clients are development dependencies of the tests.
  const { CognitoIdentityProvider } = createRequire(join(root, 'test', 'package.json'))(
    '@aws-sdk/client-cognito-identity-provider',
  )
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const cognito = new CognitoIdentityProvider({ endpoint: origin, region: 'us-east-1', credentials })
  const { UserPool } = await cognito.createUserPool({ PoolName: 'people', UsernameAttributes: ['email'] })
  const { UserPoolClient } = await cognito.createUserPoolClient({
    UserPoolId: UserPool.Id,
    ClientName: 'Widget shop',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [CALLBACK],
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  await cognito.createUserPoolDomain({ UserPoolId: UserPool.Id, Domain: 'widgets' })
  const asked = { client_id: UserPoolClient.ClientId, response_type: 'code', redirect_uri: CALLBACK }
  return `${origin}/_aws/cognito/widgets/oauth2/authorize?${new URLSearchParams(asked)}`
}

async function takePicture(address) {
  // A development dependency of the tests.
  const { chromium } = createRequire(join(root, 'test', 'package.json'))('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width: 640, height: 620 } })
  await page.goto(address)
  await page.getByLabel('Email').fill('ann@example.com')
  await page.getByLabel('Password').fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  mkdirSync(join(picture, '..'), { recursive: true })
  await page.screenshot({ path: picture })
  await browser.close()
}
