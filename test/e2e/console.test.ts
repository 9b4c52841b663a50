import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { type ConsoleUnderTest, HOSTILE, openConsole, STACK } from '../support/console.ts'

describe.skipIf(chromiumPath === undefined)('the console', () => {
  let on: ConsoleUnderTest
  let page: Page
  beforeAll(async () => {
    on = await openConsole()
  })
  afterAll(async () => {
    await on?.close()
  })

  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click()

  it('shows a refusal as it comes, and at a click what to change', async () => {
    page = await on.open('#/flow')
    await see('No request yet')
    const token = await on.token('orders/write')
    const refused = await on.call({ authorization: token })
    const row = page.getByRole('link', { name: /401 GET \/orders partner · orders ended at the authorizer/ })
    await row.click()
    await see('What to change')
    await see(/ask the token endpoint for scope orders\/read, or add it to the client's AllowedOAuthScopes/)
    await see(`(${refused.headers.get('x-amzn-requestid')}) Unauthorized request`)
    await page.getByText('token has scopes [orders/write], method wants one of [orders/read]').waitFor()
    expect(page.url()).toContain(`#/flow/${refused.headers.get('x-amzn-requestid')}`)
    await page.keyboard.press('Escape')
    expect(page.url()).toMatch(/#\/flow$/)
  })

  it('narrows the list down by its address', async () => {
    await on.call({ authorization: await on.token('orders/read') })
    page = await on.open('#/flow?refused=1')
    await see(/^1 of \d+ requests$/)
    await press('Clear')
    await see(/^\d+ requests$/)
    await page.getByLabel('Path, id or reason').fill('oauth2')
    await see(/^2 of \d+ requests$/)
    expect(page.url()).toContain('text=oauth2')
  })

  it('holds the list on, and goes on where it was held', async () => {
    page = await on.open('#/flow')
    await see(/^[1-9]\d* requests$/)
    await press('Pause')
    await on.call()
    await press(/Paused, 1 waiting/)
    await page.getByRole('link', { name: /no client/ }).waitFor()
  })

  it('draws what is deployed, and says who may call what', async () => {
    page = await on.open('#/map')
    await page.getByRole('button', { name: 'GET /orders' }).click()
    expect(page.url()).toContain('node=method')
    await page.getByRole('link', { name: 'Who may call what' }).click()
    await page.getByRole('button', { name: /^partner may call GET \/orders: its token needs orders\/read/ }).hover()
    await see(/^partner may call GET \/orders/)
    await page.getByRole('button', { name: /^writer may not call GET \/orders/ }).click()
    await see(/^writer may not call GET \/orders: .*orders\/read/)
    expect(page.url()).toMatch(/client=\w+&method=/)
  })

  it('makes a client, shows secrets when it is asked to, rotates them and deletes the client', async () => {
    page = await on.open('#/clients/new')
    await page.getByLabel('Name').fill('warehouse')
    await page.getByLabel('orders/write').check()
    await press('Create the client')
    await see('warehouse is there')
    await page.getByRole('link', { name: 'See the client' }).click()
    await page.getByRole('heading', { name: 'warehouse' }).waitFor()
    expect(await page.locator('.secret').count()).toBe(0)
    await press('Show the secret')
    const first = await page.locator('.secret code').textContent()
    await press('Add a second one')
    await expect.poll(() => page.locator('.secret code').textContent()).not.toBe(first)
    const second = await page.locator('.secret code').textContent()
    expect([first, second]).toEqual([expect.stringMatching(/^\w{40,}/), expect.stringMatching(/^\w{40,}/)])
    await page
      .getByRole('button', { name: /^Delete \w/ })
      .nth(1)
      .waitFor()
    await page.locator('.secrets').getByRole('button').first().click()
    await expect.poll(() => page.locator('.secrets').getByRole('button').count()).toBe(0)
    expect(page.url()).not.toContain(first)
    await press('Delete this client…')
    await press('Delete warehouse')
    await see('Choose a client')
    expect(await page.getByText('warehouse').count()).toBe(0)
  })

  it('gets a token, and says what it holds and opens', async () => {
    page = await on.open(`#/clients/${on.clientId}`)
    await page.getByLabel('orders/read').uncheck()
    await press('Get a token')
    await page.getByRole('link', { name: 'Look into it' }).click()
    await see('Its signature is right')
    await see('What it opens: 1 of 2 methods')
    await see('token has scopes [orders/write], method wants one of [orders/read]')
    const token = await page.getByLabel('Token', { exact: true }).inputValue()
    expect(page.url()).not.toContain(token.slice(0, 20))
    await page.getByLabel('Token', { exact: true }).fill(`${token.slice(0, -8)}AAAAAAAA`)
    await see('Its signature is wrong')
    await page.getByLabel('Token', { exact: true }).fill('nothing')
    await see('It cannot be read')
  })

  it('shows the people of a pool, and finds them by how they begin', async () => {
    page = await on.open('#/people')
    await page.getByLabel('User pool').selectOption(on.poolId)
    await see(/^2 users$/)
    await page.getByLabel(/begins with/).fill('bob')
    await see('None of 2 users begins like that.')
    expect(page.url()).toContain('text=bob')
    await page.getByLabel(/begins with/).fill('an')
    await page.getByRole('link', { name: /ann/ }).click()
    await page.getByRole('heading', { name: 'ann', exact: true }).waitFor()
    await see('has to change the password')
    await see('readers')
    expect(page.url()).toContain(`#/people/${on.poolId}/ann?`)
    await page.getByRole('link', { name: 'Messages to them' }).click()
    await page.getByRole('link', { name: /ann@example\.com/ }).waitFor()
  })

  it('shows messages as they are sent, with their codes', async () => {
    page = await on.open('#/outbox')
    await page.getByRole('link', { name: /ann@example\.com/ }).waitFor()
    const UserAttributes = [{ Name: 'email', Value: 'carl@example.com' }]
    await on.aws.cognito.send(new AdminCreateUserCommand({ UserPoolId: on.poolId, Username: 'carl', UserAttributes }))
    await page.getByRole('link', { name: /carl@example\.com/ }).click()
    await see('a temporary password (AdminCreateUser)')
    const code = (await page.locator('.message-code').textContent()) ?? ''
    expect(await page.locator('.message-body').textContent()).toContain(code)
    expect(page.url()).not.toContain(encodeURIComponent(code))
    await page.getByRole('link', { name: 'carl', exact: true }).click()
    await page.getByRole('heading', { name: 'carl', exact: true }).waitFor()
  })

  it('calls a method as a client, and leads to why it was answered so', async () => {
    page = await on.open('#/try')
    await page.getByLabel('Method').selectOption({ label: 'GET /orders (orders/prod)' })
    await press('Call it')
    await see('401')
    await page.getByLabel('As client').selectOption({ label: 'partner' })
    await press('Call it')
    await see('200')
    await see('hello')
    await see(/curl .*\/prod\/orders/)
    await page.getByRole('link', { name: 'How it was decided' }).click()
    await page.getByRole('region', { name: 'The request' }).getByText('GET /orders').first().waitFor()
  })

  it('tells what was done to a stack, and what is in it', async () => {
    page = await on.open('#/stacks')
    await page.getByRole('link', { name: STACK }).click()
    await see('Created')
    await page.getByRole('link', { name: 'Events' }).click()
    await see('create complete')
    await page.getByRole('link', { name: 'Resources' }).click()
    await page.getByRole('link', { name: 'Client', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Outputs' }).click()
    await see(/works here as/)
    expect(page.url()).toContain(`#/stacks/${STACK}/outputs?account=`)
  })

  it("reads a function's log as it is written", async () => {
    page = await on.open('#/functions/reader')
    await see('It has written nothing yet.')
    await on.aws.lambda.send(new InvokeCommand({ FunctionName: 'reader', Payload: '{"order":"o-7"}' }))
    await page
      .getByRole('log')
      .getByText(/read o-7 <b>/)
      .waitFor()
    await page.getByLabel('Find in the log').fill('REPORT')
    await page
      .getByRole('log')
      .getByText(/REPORT RequestId/)
      .waitFor()
    expect(await page.getByRole('log').getByText('o-7').count()).toBe(0)
  })

  it('draws charts, and says what they show', async () => {
    page = await on.open('#/charts')
    await page.locator('.plot canvas').first().waitFor()
    await see(/^Now: given /)
    await press('Five hours')
    expect(page.url()).toContain('step=60')
  })

  it('moves the clock, so that tokens expire', async () => {
    const authorization = await on.token('orders/read')
    page = await on.open('#/clock')
    await press('Advance by 1 h 1 min')
    await see(/1 h 1 min ahead of this machine/)
    expect((await on.call({ authorization })).status).toBe(401)
    await press(/Back to this machine/)
    await see(/goes by this machine/)
    expect((await on.call({ authorization })).status).toBe(200)
  })

  it('shows HTML in names as the text that it is', async () => {
    await fetch(`${on.sallyport.origin}/_aws/execute-api/none/prod/${HOSTILE}`)
    for (const hash of [
      '#/map',
      '#/map/access',
      '#/try',
      `#/people/${on.poolId}/ann`,
      '#/flow?refused=1',
      `#/clients/${encodeURIComponent(HOSTILE)}`,
    ]) {
      page = await on.open(hash)
      await page
        .getByText(/<img src=x|%3Cimg/)
        .first()
        .waitFor({ state: 'attached' })
      expect(await page.evaluate('[document.images.length, window.hacked]')).toEqual([1, undefined])
      await page.close()
    }
  })

  it('has given the browser nothing to object to', () => {
    expect(on.objections).toEqual([])
  })
})

it.skipIf(chromiumPath === undefined)('an empty server says how to start', async () => {
  const { startSallyport } = await import('../support/sallyport-process.ts')
  const { chromium } = await import('playwright-core')
  const sallyport = await startSallyport()
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const page = await browser.newPage()
  for (const view of ['flow', 'map', 'clients', 'people', 'try', 'stacks', 'functions']) {
    await page.goto(`${sallyport.origin}/_sallyport/#/${view}`)
    await page.getByText('cdk deploy --all').waitFor()
  }
  await browser.close()
  await sallyport.stop()
})
