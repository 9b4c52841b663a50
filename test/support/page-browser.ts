import { fetchByAwsName } from './aws-names.ts'

/** A browser without scripts: it keeps cookies by host name, and sends the forms of pages. */
export class PageBrowser {
  readonly #fetch: ReturnType<typeof fetchByAwsName>
  readonly #cookies = new Map<string, Map<string, string>>()

  /** `origin`: where AWS's names are answered. */
  constructor(origin: string) {
    this.#fetch = fetchByAwsName(origin)
  }

  /** Follows redirects as long as they stay where they began. */
  async open(address: string | URL, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
    let url = new URL(address)
    let response = await this.#send(url, init)
    for (let hops = 0; response.status === 302 && hops < 10; hops++) {
      const next = new URL(response.headers.get('location') ?? '', url)
      if (next.host !== url.host) return { url: next, response, html: '' }
      url = next
      response = await this.#send(url, {})
    }
    return { url, response, html: await response.text() }
  }

  /** Fills in the one form of a page. */
  async submit(page: { readonly url: URL; readonly html: string }, values: Readonly<Record<string, string>>) {
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    const body = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]))
    for (const [name, value] of Object.entries(values)) body.set(name, value)
    const action = /<form [^>]*action="([^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.open(new URL(action, page.url), { method: 'POST', headers, body: String(body) })
  }

  /** From an authorize request to the app's own URL, with an answer. */
  async signIn(address: string | URL, username: string, password: string): Promise<URL> {
    const page = await this.open(address)
    const { url, html } = page.html === '' ? page : await this.submit(page, { username, password })
    if (html !== '') throw new Error(`the sign-in ended on a page: ${html}`)
    return url
  }

  async #send(url: URL, init: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Response> {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, string>()
    this.#cookies.set(url.hostname, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#fetch(url, {
      method: 'GET',
      ...init,
      headers: { ...init.headers, ...(cookie && { cookie }) },
    })
    for (const set of response.headers.getSetCookie()) {
      const pair = set.split(';', 1)[0] ?? ''
      const equals = pair.indexOf('=')
      if (/; Max-Age=0(;|$)/.test(set)) jar.delete(pair.slice(0, equals))
      else jar.set(pair.slice(0, equals), pair.slice(equals + 1))
    }
    return response
  }
}
