import { PlainBrowser, type SignInPlace } from './hosted-pages.ts'
import { PASSWORD } from './people.ts'

/** One answer to a browser, which goes no further. */
export interface Hop {
  readonly status: number
  readonly location: string
  /** Where it leads, without the answer. */
  readonly to: string
  /** What a redirect tells in its query or fragment. */
  readonly answer: URLSearchParams
  readonly headers: Headers
  readonly text: string
}

/** Asks with the cookies of a browser, and follows no redirect. */
export async function hop(url: string, browser?: PlainBrowser, init: RequestInit = {}): Promise<Hop> {
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { ...init.headers, ...(cookie && { cookie }) }
  const response = await fetch(url, { ...init, headers, redirect: 'manual' })
  const location = response.headers.get('location') ?? ''
  const [to = '', ...rest] = location.split(/[?#]/)
  return {
    status: response.status,
    location,
    to,
    answer: new URLSearchParams(rest.join('&')),
    headers: response.headers,
    text: await response.text(),
  }
}

/** From the app to the page, and back to the app: the URL that the browser is led to there. */
export async function signInAt(
  at: SignInPlace,
  more: Readonly<Record<string, string>> = {},
  browser = new PlainBrowser(),
  username = 'ann',
): Promise<URL> {
  const page = await browser.open(at.page('/oauth2/authorize', more))
  return new URL((await browser.send(page, { username, password: PASSWORD })).url)
}

/** The code that a sign-in ends with. */
export async function codeAt(at: SignInPlace, more: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await signInAt(at, more)).searchParams.get('code') ?? ''
}

export interface Tokens {
  readonly id_token: string
  readonly access_token: string
  readonly refresh_token: string
  readonly error?: string
}

/** What an endpoint of the domain answers to a form of the client's. */
export async function postForm(
  at: SignInPlace,
  form: Readonly<Record<string, string>>,
  { path = '/oauth2/token', headers = {} }: { path?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly status: number; readonly text: string; readonly body: Tokens; readonly headers: Headers }> {
  const body = new URLSearchParams({ client_id: at.ClientId, ...form })
  const response = await fetch(`${at.base}${path}`, { method: 'POST', headers, body })
  const text = await response.text()
  const answer = text === '' ? {} : (JSON.parse(text) as object)
  return { status: response.status, text, body: answer as Tokens, headers: response.headers }
}
