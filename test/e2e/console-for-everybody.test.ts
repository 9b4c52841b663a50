import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { type ConsoleUnderTest, findingsOf, openConsole, STACK, stickingOut, told } from '../support/console.ts'

const PHONE = { width: 375, height: 740 }
const DESK = { width: 1280, height: 800 }

/** Each view with what it shows when something is chosen, and a text that is there once it is drawn. */
const viewsOf = (
  requestId: string,
  { clientId, poolId }: ConsoleUnderTest,
): readonly (readonly [hash: string, text: string | RegExp])[] => [
  ['#/flow', /\d+ requests$/],
  [`#/flow/${requestId}`, 'What to change'],
  ['#/flow?text=nobody', 'No request is like that'],
  ['#/map', 'Answered by'],
  ['#/map/access', 'each call tells'],
  ['#/clients', 'partner'],
  [`#/clients/${clientId}`, 'Delete this client…'],
  ['#/clients/new', 'Create the client'],
  ['#/clients/token', 'Look into a token'],
  ['#/people', 'ann'],
  [`#/people/${poolId}/ann`, 'readers'],
  ['#/people?text=nobody', 'begins like that'],
  ['#/outbox', 'ann@example.com'],
  ['#/outbox/1', 'Copy the code'],
  ['#/outbox?text=nobody', 'No message is like that'],
  ['#/try', 'Call it'],
  ['#/stacks', STACK],
  [`#/stacks/${STACK}`, 'create complete'],
  [`#/stacks/${STACK}/events`, 'create complete'],
  [`#/stacks/${STACK}/resources`, 'create complete'],
  [`#/stacks/${STACK}/outputs`, 'works here as'],
  ['#/functions/reader', 'Runtime'],
  ['#/charts', 'Charts'],
  ['#/clock', /goes by this machine/],
  ['#/nowhere', 'There is no such view'],
]

describe.skipIf(chromiumPath === undefined)('the console is for everybody', () => {
  let on: ConsoleUnderTest
  let page: Page
  let requestId: string
  beforeAll(async () => {
    on = await openConsole()
    const refused = await on.call({ authorization: await on.token('orders/write') })
    requestId = refused.headers.get('x-amzn-requestid') ?? ''
    await on.call({ authorization: await on.token('orders/read') })
    await on.call()
  })
  afterAll(async () => {
    await on?.close()
  })

  it.each([
    ['in light colors', { colorScheme: 'light', viewport: DESK }],
    ['in dark colors', { colorScheme: 'dark', viewport: DESK }],
    ['on a phone, in light colors', { colorScheme: 'light', viewport: PHONE }],
    ['on a phone, in dark colors', { colorScheme: 'dark', viewport: PHONE }],
  ] as const)('axe finds nothing wrong with any view, and nothing sticks out, %s', async (_, options) => {
    page = await on.open('#/clock', options)
    const found: string[] = []
    for (const [hash, text] of viewsOf(requestId, on)) {
      await page.evaluate(`location.assign(${JSON.stringify(hash)})`)
      await page.locator('main').getByText(text).first().waitFor({ state: 'attached' })
      found.push(...told(await findingsOf(page)).map((finding) => `${hash}: ${finding}`))
      found.push(...(await stickingOut(page)).map((what) => `${hash}: ${what}`))
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      if (Number(beyond) > 0) found.push(`${hash} is ${beyond} pixels wider than the window`)
    }
    await page.close()
    expect(found).toEqual([])
  })

  it('can be used with the keyboard alone', async () => {
    page = await on.open('#/flow')
    await page
      .getByRole('link', { name: /401 GET/ })
      .first()
      .waitFor()
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const focused = () =>
      page.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.textContent')
    await press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await press('Enter', 'Tab')
    expect(await focused()).toBe('Refused only')
    await press('Space')
    await page.waitForURL(/refused=1/)
    // One stop for the whole list, and the arrow keys from row to row.
    await page
      .getByRole('list', { name: /Requests/ })
      .getByRole('link')
      .first()
      .focus()
    const first = await focused()
    await press('ArrowDown')
    expect(await focused()).not.toBe(first)
    await press('Home')
    expect(await focused()).toBe(first)
    await press('End', 'Enter')
    await page.getByText('What to change').waitFor()
    await page.waitForURL(/#\/flow\/[\w-]+\?refused=1/)
    await press('Escape')
    await page.waitForURL(/#\/flow\?refused=1$/)
    await page.close()
  })

  it('walks over the table of who may call what with the arrow keys, and says each cell', async () => {
    page = await on.open('#/map/access')
    await page.getByRole('table').getByRole('button').first().focus()
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")')
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    const below = await focused()
    expect(below).not.toBe(first)
    await page.locator('[aria-live]').getByText(String(below)).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.dataset.cell')).toBeUndefined()
    await page.close()
  })

  it('follows the colors of the system, or what was chosen, also after it is loaded anew', async () => {
    page = await on.open('#/clock', { colorScheme: 'dark' })
    const theme = () => page.evaluate('document.documentElement.dataset.theme')
    expect(await theme()).toBe('dark')
    await page.getByRole('button', { name: 'Use light colors' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Use dark colors' }).waitFor()
    expect(await theme()).toBe('light')
    await page.close()
  })
})
