import { randomBytes } from 'node:crypto'
import {
  type CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { uniqueName } from './names.ts'

export const CALLBACK = 'http://localhost:3000/callback'

export interface SignInPlace {
  readonly UserPoolId: string
  readonly ClientId: string
  readonly domain: string
  /** Where the domain's paths begin. */
  readonly base: string
  /** The address of a page, with an app's parameters. */
  page(path: string, more?: Readonly<Record<string, string>>): string
}

/** A pool with a domain, and an app that has people sign in there. */
export async function signInPlace(
  cognito: CognitoIdentityProviderClient,
  origin: string,
  {
    pool,
    client,
    managedLogin = false,
    callback = CALLBACK,
  }: {
    pool?: Partial<CreateUserPoolCommandInput>
    client?: Partial<CreateUserPoolClientCommandInput>
    managedLogin?: boolean
    callback?: string
  } = {},
): Promise<SignInPlace> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'people', AutoVerifiedAttributes: ['email'], ...pool }),
  )
  const UserPoolId = UserPool?.Id ?? ''
  const domain = uniqueName('people')
  await cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId, Domain: domain, ...(managedLogin && { ManagedLoginVersion: 2 }) }),
  )
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'orders',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      ...client,
    }),
  )
  const ClientId = UserPoolClient?.ClientId ?? ''
  const style = { UserPoolId, ClientId, UseCognitoProvidedValues: true }
  if (managedLogin) await cognito.send(new CreateManagedLoginBrandingCommand(style))
  const base = `${origin}/_aws/cognito/${domain}`
  const state = randomBytes(6).toString('hex')
  const asked = { client_id: ClientId, response_type: 'code', redirect_uri: callback, state }
  return {
    UserPoolId,
    ClientId,
    domain,
    base,
    page: (path, more = {}) => `${base}${path}?${new URLSearchParams({ ...asked, ...more })}`,
  }
}

/** What a browser shows, or that it has been led to the app. */
export interface Shown {
  readonly url: string
  readonly status: number
  readonly html: string
  readonly headers: Headers
  /** The page's heading. */
  readonly title: string
  readonly error: string | undefined
  /** Text of the page, without markup. */
  readonly text: string
}

/** A browser without JavaScript: it keeps cookies, follows redirects as far as the app, and sends the forms it is shown. */
export class PlainBrowser {
  readonly #cookies = new Map<string, string>()
  readonly #app: string

  constructor(app = CALLBACK) {
    this.#app = app
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }

  async open(url: string, init: RequestInit = {}): Promise<Shown> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie && { cookie }) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get('location')
    if (location === null) return shown(url, response)
    const next = new URL(location, url)
    return next.href.startsWith(this.#app) ? shown(next.href, response) : this.open(next.href)
  }

  /** Sends a form of the page: the one that has all of these fields, with what is hidden in it. */
  async send(page: Shown, fields: Readonly<Record<string, string>>): Promise<Shown> {
    const forms = [...page.html.matchAll(/<form action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
    const form = forms.find(([, , inside = '']) =>
      Object.keys(fields).every((name) => inside.includes(`name="${name}"`)),
    )
    if (!form) throw new Error(`no form of "${page.title}" has ${Object.keys(fields)}`)
    const [, action = '', inside = ''] = form
    const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
    const body = new URLSearchParams()
    for (const [, name = '', value = ''] of hidden) body.set(unescaped(name), unescaped(value))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return this.open(new URL(unescaped(action), page.url).href, { method: 'POST', body })
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || value === '""') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

async function shown(url: string, response: Response): Promise<Shown> {
  const html = await response.text()
  const inside = (pattern: RegExp) => {
    const found = pattern.exec(html)?.[1]
    return found === undefined ? undefined : textOf(found)
  }
  return {
    url,
    status: response.status,
    html,
    headers: response.headers,
    title: inside(/<h1[^>]*>(.*?)<\/h1>/s) ?? '',
    error: inside(/<p id="loginErrorMessage"[^>]*>(.*?)<\/p>/s),
    text: inside(/<main[^>]*>(.*)<\/main>/s) ?? '',
  }
}

const textOf = (markup: string): string =>
  unescaped(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
