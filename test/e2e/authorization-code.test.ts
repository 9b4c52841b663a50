import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { freePort } from '../support/moto-server.ts'
import { authorizationCodePath } from '../support/paths.ts'
import { PASSWORD, people } from '../support/people.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { servePageOf } from '../support/sign-in-page.ts'
import { type Outputs, readOutputs } from '../support/stack-outputs.ts'

const ADA = 'ada@example.com'
/** A limit against hanging, not a measure. */
const PATIENCE_MS = 20_000

// Each step goes on from the one before it.
describe.skipIf(chromiumPath === undefined)('a page that people sign in to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-authorization-code-'))
  const objections: string[] = []
  let sallyport: SallyportProcess
  let target: CdkTarget
  let app: string
  let outputs: Outputs
  let server: { stop(): Promise<void> } | undefined
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: authorizationCodePath }
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await sallyport?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const signIn = async (password: string) => {
    await page.locator('input[name="username"]').fill(ADA)
    await page.locator('input[name="password"]').fill(password)
    await page.locator('[name="signInSubmitButton"]').click()
  }

  it('is deployed with its pool and its API', async () => {
    const port = await freePort()
    app = `http://localhost:${port}/`
    for (const args of [
      ['bootstrap', 'aws://000000000000/us-east-1'],
      ['deploy', '--require-approval', 'never', '-c', `app-url=${app}`],
    ]) {
      const { code, output } = await cdk(target, args)
      expect(code, output).toBe(0)
    }
    const { cloudFormation, cognito } = awsClients(target)
    outputs = await readOutputs(cloudFormation, 'AuthorizationCodeStack')
    const { user } = people(cognito, sallyport.origin)
    await user(outputs.UserPoolId ?? '', ADA, { email: ADA, email_verified: 'true' })
    server = await servePageOf(target, port)
  })

  it('leads to the pool’s page, which says what was wrong', async () => {
    const context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE_MS)
    page = await context.newPage()
    page.on('pageerror', (error) => objections.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) objections.push(message.text())
    })
    await page.goto(app)
    await see('Nobody is signed in.')
    await press('Sign in')
    await signIn('Wrong-Harbor-42!')
    await see('Incorrect username or password.')
    expect(new URL(page.url()).pathname).toBe('/_aws/cognito/notes-people/login')
  })

  it('knows who has signed in, and reads notes for them', async () => {
    await signIn(PASSWORD)
    await see(`${ADA} is signed in.`)
    expect(page.url()).toBe(app)
    await press('Read notes')
    await see(/^200 \{"of":"[\w-]{36}","notes":\["milk"\]\}$/)
  })

  it('is signed in to again without a password, until it has signed out', async () => {
    await page.evaluate('sessionStorage.clear()')
    await page.goto(app)
    await press('Sign in')
    await press(`Sign in as ${ADA}`)
    await see(`${ADA} is signed in.`)
    await press('Sign out')
    await see('Nobody is signed in.')
    await press('Sign in')
    await page.locator('input[name="password"]').waitFor()
  })

  it('ran no script and loaded nothing that the pages forbid', () => {
    expect(objections).toEqual([])
  })

  it('gets nothing from the API without a token', async () => {
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.ApiUrl ?? '') ?? []
    const headers = { origin: new URL(app).origin }
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod/notes`, { headers })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([401, headers.origin])
  })

  it('is destroyed', async () => {
    const { code, output } = await cdk(target, ['destroy', '--force'])
    expect(code, output).toBe(0)
  })
})
