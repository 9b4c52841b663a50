import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type AmplifyPage, serveAmplifyPage } from '../support/amplify-page.ts'
import { chromiumPath } from '../support/browser.ts'
import { awsClients } from '../support/clients.ts'
import { PASSWORD } from '../support/people.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { createSignInPool } from '../support/sign-in-app.ts'

/** A limit against hanging, not a measure. */
const PATIENCE_MS = 20_000

// Each step goes on from the one before it. The browser reaches AWS's names through this server as its proxy.
describe.skipIf(chromiumPath === undefined)('Amplify in a browser, under AWS’s names', () => {
  let sallyport: SallyportProcess
  let app: AmplifyPage
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    app = await serveAmplifyPage()
    // Amplify refreshes through the API, which pages may call only if they are let.
    sallyport = await startSallyport({ args: ['--allow-origin', new URL(app.url).origin] })
    const { origin } = sallyport
    const pool = await createSignInPool(awsClients({ origin }).cognito, origin)
    const { clientId } = await pool.client({ CallbackURLs: [app.url], LogoutURLs: [app.url] })
    app.configure({ userPoolId: pool.poolId, userPoolClientId: clientId, domain: new URL(pool.host).host })
    // Without it, Playwright sends a browser's own machine through the proxy, too.
    const proxy = { server: origin, bypass: 'localhost' }
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], proxy })
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    context.setDefaultTimeout(PATIENCE_MS)
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    await sallyport?.stop()
  })

  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  it('signs somebody in', async () => {
    await page.goto(app.url)
    await see(/^nobody: /)
    await press('in')
    await page.locator('input[name="username"]').fill('ada')
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.locator('[name="signInSubmitButton"]').click()
    await see('ada: ada@example.com')
  })

  it('refreshes what it has', async () => {
    await press('refresh')
    await see('refreshed: openid email notes/read')
  })

  it('signs out, here and at the pool', async () => {
    await press('out')
    await see(/^nobody: /)
    await press('in')
    await page.locator('input[name="password"]').waitFor()
  })
})
