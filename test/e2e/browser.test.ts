import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, hostileScript, servePage } from '../support/browser.ts'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { stacksOf } from '../support/stacks.ts'

if (chromiumPath === undefined) console.warn('skipped: there is no Chromium here; npm test installs it where it can')

const SIGNATURE =
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Date=20300101T000000Z&X-Amz-Signature=00' +
  '&X-Amz-Credential=test%2F20300101%2Fus-east-1%2Fcloudformation%2Faws4_request'
const deletion = (stack: string) => `Action=DeleteStack&Version=2010-05-15&StackName=${stack}`
const BUCKET = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }

describe.skipIf(chromiumPath === undefined)('a web page', () => {
  let sallyport: SallyportProcess
  let browser: Browser
  let page: Page
  let site: Awaited<ReturnType<typeof servePage>>
  let folder: string

  beforeAll(async () => {
    sallyport = await startSallyport()
    site = await servePage()
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
    folder = mkdtempSync(join(tmpdir(), 'sallyport-page-'))
    writeFileSync(join(folder, 'page.html'), '<!doctype html><title>file</title>')
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await sallyport?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const stacks = () => stacksOf(awsClients({ origin: sallyport.origin }).cloudFormation)
  const offset = async () =>
    ((await (await fetch(`${sallyport.origin}/_sallyport/clock`)).json()) as { offsetSeconds: number }).offsetSeconds

  /** Everything that a page can send without asking; resolves when the browser is done with all of it. */
  async function attack(stack: string): Promise<number[]> {
    const statuses: number[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(sallyport.origin)) statuses.push(response.status())
    })
    const query = `${deletion(stack)}&${SIGNATURE}`
    await page.addScriptTag({ path: hostileScript })
    await page.evaluate(`attack(${JSON.stringify(sallyport.origin)}, ${JSON.stringify(query)})`)
    return statuses
  }

  it.each([
    ['another port', () => `http://127.0.0.1:${site.port}/`],
    ['another name of this machine', () => `http://localhost:${site.port}/`],
    ['a name below localhost', () => `http://evil.localhost:${site.port}/`],
    ['a file', () => pathToFileURL(join(folder, 'page.html')).href],
    ['this server itself, as a deployed API would', () => `${sallyport.origin}/_sallyport/health`],
  ])('of %s changes nothing', async (_, address) => {
    await stacks().create('precious', BUCKET)
    page = await browser.newPage()
    await page.goto(address())
    const statuses = await attack('precious')
    await page.close()
    expect((await stacks().settled('precious')).StackStatus).toBe('CREATE_COMPLETE')
    expect(await offset()).toBe(0)
    expect(statuses.length).toBeGreaterThan(10)
    expect(new Set(statuses)).toEqual(new Set([403]))
    await stacks().delete('precious')
  })

  it('cannot do it by a link either', async () => {
    await stacks().create('linked', BUCKET)
    page = await browser.newPage()
    const opened = await page.goto(`${sallyport.origin}/?${deletion('linked')}&${SIGNATURE}`)
    expect(opened?.status()).toBe(403)
    await page.close()
    expect((await stacks().settled('linked')).StackStatus).toBe('CREATE_COMPLETE')
    // A tool that says nothing of a page may: the address as such is good.
    const answer = await fetch(`${sallyport.origin}/?${deletion('linked')}&${SIGNATURE}`)
    expect(answer.status).toBe(200)
  })

  it('calls a deployed API and the token endpoint, and reads what they let it read', async () => {
    const { apiGateway, cognito } = awsClients({ origin: sallyport.origin })
    const machine = await createMachineClient(cognito)
    const open = { 'method.response.header.Access-Control-Allow-Origin': "'*'" }
    const api = await createMockApi({ apiGateway, origin: sallyport.origin }, [
      { path: '/open', responses: [{ statusCode: '200', responseParameters: open }] },
      { path: '/closed' },
    ])
    page = await browser.newPage()
    await page.goto(`http://localhost:${site.port}/`)
    const read = await page.evaluate(
      async ({ base, token, body }) => {
        const status = (url: string, init?: RequestInit) => fetch(url, init).then((r) => r.status, String)
        const post = { method: 'POST', body: new URLSearchParams(body) }
        return [await status(`${base}/open`), await status(`${base}/closed`), await status(token, post)]
      },
      {
        base: `${sallyport.origin}/_aws/execute-api/${api.apiId}/test`,
        token: `${sallyport.origin}/_aws/cognito/${machine.domain}/oauth2/token`,
        body: `grant_type=client_credentials&client_id=${machine.clientId}&client_secret=${machine.clientSecret}`,
      },
    )
    await page.close()
    expect(read).toEqual([200, expect.stringContaining('Failed to fetch'), 200])
  })
})
