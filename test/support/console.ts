import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumPath } from './browser.ts'
import { awsClients } from './clients.ts'
import { addClient } from './machine-client.ts'
import { createMockApi } from './mock-api.ts'
import { protectedStack } from './protected-stack.ts'
import { type SallyportProcess, startSallyport } from './sallyport-process.ts'
import { readClient } from './stack-outputs.ts'
import { stacksOf } from './stacks.ts'
import { tokenFor } from './tokens.ts'

/** A name as somebody might choose it who wants a page to run it. */
export const HOSTILE = '<img src=x onerror="hacked=1">'
export const STACK = 'OrdersStack'
/** As long as the CDK makes names, with nowhere to break one. */
export const LONG_NAME = 'OrdersStackCognitoStack3E9D8C8AawesomePartnersAppClient71535CEEqBrYe7B1jCDV'

const SCOPES = ['orders/read', 'orders/write']
const ROLE = 'arn:aws:iam::000000000000:role/r'
const CODE = 'exports.handler = async (event) => { console.log("read", event.order, "<b>"); return { ok: true } }'

/** A limit against hanging, not a measure. */
const PATIENCE_MS = 20_000

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Finding {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** A server with a stack on it, and a browser that looks at its console. */
export interface ConsoleUnderTest {
  readonly sallyport: SallyportProcess
  readonly clientId: string
  /** Ann is among its users; her temporary password lies in the outbox. */
  readonly poolId: string
  /** What the browser objected to, on all pages: scripts that failed, and what the page's policy forbade. */
  readonly objections: readonly string[]
  readonly aws: ReturnType<typeof awsClients>
  open(hash: string, options?: BrowserContextOptions): Promise<Page>
  /** `GET /orders`, with these headers. */
  call(headers?: Readonly<Record<string, string>>): Promise<Response>
  token(scope: string): Promise<string>
  close(): Promise<void>
}

export async function openConsole(args: readonly string[] = []): Promise<ConsoleUnderTest> {
  const sallyport = await startSallyport({ args })
  const { origin } = sallyport
  const aws = awsClients({ origin })
  const stacks = stacksOf(aws.cloudFormation)
  const Properties = { Code: { ZipFile: CODE }, Handler: 'index.handler', Runtime: 'nodejs22.x', Role: ROLE }
  const extra = { Reader: { Type: 'AWS::Lambda::Function', Properties: { ...Properties, FunctionName: 'reader' } } }
  const template = protectedStack({ domain: 'orders', scopes: SCOPES, client: { ClientName: 'partner' }, extra })
  const made = await stacks.create(STACK, template)
  if (made.StackStatus !== 'CREATE_COMPLETE') throw new Error(`${made.StackStatus}: ${made.StackStatusReason}`)
  const { Client: clientId = '', Api: apiId = '', Pool: poolId = '' } = await stacks.ids(STACK)
  await addClient(aws.cognito, poolId, { ClientName: 'writer', AllowedOAuthScopes: ['orders/write'] })
  await addClient(aws.cognito, poolId, { ClientName: LONG_NAME, AllowedOAuthScopes: ['orders/write'] })
  const { apiId: restApiId } = await createMockApi({ apiGateway: aws.apiGateway, origin }, [{ path: '/hostile' }])
  const patchOperations = [{ op: 'replace', path: '/name', value: HOSTILE } as const]
  await aws.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))

  const UserAttributes = [
    { Name: 'email', Value: 'ann@example.com' },
    { Name: 'name', Value: HOSTILE },
  ]
  await aws.cognito.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'ann', UserAttributes }))
  await aws.cognito.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: LONG_NAME }))
  const group = { UserPoolId: poolId, GroupName: 'readers' }
  await aws.cognito.send(new CreateGroupCommand({ ...group, Description: HOSTILE, Precedence: 1 }))
  await aws.cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: 'ann' }))

  const credentials = await readClient(aws.cognito, { UserPoolId: poolId, ClientId: clientId })

  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const objections: string[] = []
  return {
    sallyport,
    clientId,
    poolId,
    objections,
    aws,
    async open(hash, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
      context.setDefaultTimeout(PATIENCE_MS)
      const page = await context.newPage()
      page.on('pageerror', (error) => objections.push(String(error)))
      page.on('console', (message) => {
        if (/Content Security Policy|Refused to/.test(message.text())) objections.push(message.text())
      })
      await page.goto(`${origin}/_sallyport/${hash}`)
      await page.getByText('Live', { exact: true }).waitFor()
      return page
    },
    call: (headers = {}) => fetch(`${origin}/_aws/execute-api/${apiId}/prod/orders`, { headers }),
    token: async (scope) => (await tokenFor(origin, { domain: 'orders', ...credentials }, scope)).access_token,
    async close() {
      await browser.close()
      await sallyport.stop()
    },
  }
}

/** What axe finds wrong with a page; it runs beside the page's scripts, whatever the page's policy is. */
export async function findingsOf(page: Page): Promise<readonly Finding[]> {
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as { violations: Finding[] }
  return violations
}

/** What is drawn beyond the box that it belongs in, where nothing scrolls it into sight. */
export async function stickingOut(page: Page): Promise<readonly string[]> {
  const script = `[...document.querySelectorAll('main, .split-list, .split-part, dt, dd')].flatMap((box) => {
    const { right } = box.getBoundingClientRect()
    return [...box.querySelectorAll('*')].filter((inner) => {
      for (let around = inner.parentElement; around !== box; around = around.parentElement) {
        if (getComputedStyle(around).overflowX !== 'visible') return false
      }
      return inner.getBoundingClientRect().right > right + 1
    }).map((inner) => inner.textContent.slice(0, 40) + ' sticks out of ' + (box.className || box.tagName))
  })`
  return (await page.evaluate(script)) as string[]
}

/** In a sentence each, for a test that fails. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
}
